// Calls that are gone at -O2, ours and those of Rust's core library. Nothing of the library gets into the module but what is inlined.
#![no_std]
#![crate_type = "cdylib"]

pub mod grid {
    pub struct Grid {
        pub cells: *const i32,
        pub width: usize,
    }

    impl Grid {
        #[inline]
        pub fn cell(&self, x: usize, y: usize) -> i32 {
            unsafe { self.cells.add(y * self.width + x).read() } // cell:1
        }
    }
}

static CELLS: [i32; 8] = [3, 1, 4, 1, 5, 9, 2, 6];

#[no_mangle]
pub extern "C" fn cell(x: usize, y: usize) -> i32 {
    let grid = grid::Grid { cells: CELLS.as_ptr(), width: 4 };
    grid.cell(x, y) * 2 // cell:0
}

#[inline(never)]
fn step(seed: u32, far: u32) -> u32 {
    let near = seed.rotate_left(3) & 7;
    let cell = unsafe { *CELLS.as_ptr().add((near + far) as usize) }; // step:0
    seed.wrapping_mul(31).wrapping_add(cell as u32)
}

#[no_mangle]
pub extern "C" fn walk(times: u32, far: u32) -> u32 {
    let mut seed = 12345;
    for turn in 0..times {
        seed = step(seed, far) ^ turn; // step:1
    }
    seed
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
