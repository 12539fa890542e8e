//! One writer at a time for an output folder.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// The right to write into an output folder. The operating system takes it back when the process ends,
/// also when it is killed, so nothing has to be cleaned up by hand.
#[derive(Debug)]
pub struct OutputLock(#[expect(dead_code, reason = "held, never read")] File);

impl OutputLock {
    /// Takes the lock at `path`, an empty file that stays; while another process has it, `waiting` is told
    /// once and the call waits.
    ///
    /// # Errors
    /// The operating system's, such as a folder that cannot be written.
    pub fn take(path: &Path, waiting: &dyn Fn()) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = File::options().write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock()?;
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        Ok(Self(file))
    }
}
