// Functions whose names are mangled. Nothing of the library gets into the module.
#![no_std]
#![crate_type = "cdylib"]

pub mod shapes {
    pub struct Square {
        pub side: i32,
    }

    impl Square {
        #[inline(never)]
        pub fn area(&self, list: *const i32) -> i32 {
            unsafe { *list.offset(self.side as isize) * self.side } // area:0
        }
    }
}

static LIST: [i32; 4] = [1, 2, 3, 4];

#[no_mangle]
pub extern "C" fn area(side: i32) -> i32 {
    let square = shapes::Square { side };
    square.area(LIST.as_ptr()) + 1 // area:1
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
