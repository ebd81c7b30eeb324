//! Approximate search: how many edits it takes to find one text in another.
//!
//! The functions at the end are what hosts call. A text is passed as its address and length, in memory that `allocate` gave out.

use std::alloc::{alloc, dealloc, Layout};
use std::collections::HashMap;

/// A query, ready to be looked for: for each of its characters the places where it stands, as bits.
pub struct Query {
    places: HashMap<char, u64>,
    length: usize,
}

impl Query {
    fn new(text: &str) -> Query {
        let length = text.chars().count();
        assert!((1..=64).contains(&length), "a query has 1 to 64 characters, not {}", length);
        let mut places = HashMap::new();
        for (i, c) in text.chars().enumerate() {
            *places.entry(c).or_insert(0) |= 1 << i;
        }
        Query { places, length }
    }

    /// The least number of insertions, deletions and substitutions that make the query a part of the text, by G. Myers' algorithm:
    /// column by column of the table of distances, whose vertical differences are bits of two words.
    fn distance(&self, text: &str) -> usize {
        let last = 1u64 << (self.length - 1);
        let (mut plus, mut minus) = (!0u64, 0u64);
        let (mut here, mut best) = (self.length, self.length);
        for c in text.chars() {
            let same = self.places.get(&c).copied().unwrap_or(0);
            let vertical = same | minus;
            let horizontal = ((same & plus).wrapping_add(plus) ^ plus) | same;
            let up = minus | !(horizontal | plus);
            let down = plus & horizontal;
            if up & last != 0 {
                here += 1;
            }
            if down & last != 0 {
                here -= 1;
            }
            best = best.min(here);
            let (up, down) = (up << 1, down << 1);
            plus = down | !(vertical | up);
            minus = up & vertical;
        }
        best
    }
}

#[link(wasm_import_module = "env")]
extern "C" {
    /// Tells the host why the module is about to trap.
    fn panicked(message: *const u8, length: usize);
}

/// To be called first: from then on the host learns of panics.
#[no_mangle]
pub extern "C" fn setup() {
    std::panic::set_hook(Box::new(|info| {
        let message = info.to_string();
        unsafe { panicked(message.as_ptr(), message.len()) }
    }));
}

#[no_mangle]
pub unsafe extern "C" fn allocate(size: usize) -> *mut u8 {
    alloc(layout(size))
}

#[no_mangle]
pub unsafe extern "C" fn deallocate(place: *mut u8, size: usize) {
    dealloc(place, layout(size))
}

fn layout(size: usize) -> Layout {
    Layout::from_size_align(size, 1).unwrap()
}

/// Makes a query, for `distance` and `release`.
#[no_mangle]
pub unsafe extern "C" fn compile(text: *const u8, length: usize) -> *mut Query {
    Box::into_raw(Box::new(Query::new(view(text, length))))
}

#[no_mangle]
pub unsafe extern "C" fn distance(query: &Query, text: *const u8, length: usize) -> usize {
    query.distance(view(text, length))
}

#[no_mangle]
pub unsafe extern "C" fn release(query: *mut Query) {
    drop(Box::from_raw(query))
}

unsafe fn view<'a>(text: *const u8, length: usize) -> &'a str {
    std::str::from_utf8(std::slice::from_raw_parts(text, length)).unwrap()
}
