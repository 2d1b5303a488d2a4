//! What a reader of a format reads from: the file itself, or a copy of it in memory that was put right first.

use std::io::{BufReader, Cursor, Read, Result, Seek, SeekFrom};

use crate::read::folder::Handle;

pub enum Input {
    File(BufReader<Handle>),
    Memory(Cursor<Vec<u8>>),
}

impl Input {
    pub fn file(handle: Handle) -> Self {
        Input::File(BufReader::new(handle))
    }

    pub fn memory(bytes: Vec<u8>) -> Self {
        Input::Memory(Cursor::new(bytes))
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        match self {
            Input::File(file) => file.read(buffer),
            Input::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        match self {
            Input::File(file) => file.seek(to),
            Input::Memory(bytes) => bytes.seek(to),
        }
    }
}
