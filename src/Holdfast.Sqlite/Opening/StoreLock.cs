using Holdfast.Storage;

namespace Holdfast.Sqlite.Opening;

/// <summary>
/// Keeps a second process off the data folder: two servers on one file would each believe to be the only worker. The system
/// gives the lock back when the process ends, however it ends.
/// </summary>
internal static class StoreLock
{
    public static FileStream Take(string folder)
    {
        try
        {
            CreateFolder(folder);
            return new FileStream(Path.Combine(folder, "holdfast.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw new StoreException(
                $"The data folder {folder} is in use by another Holdfast server. Stop that one, or give this one a folder of its own "
                + "(Storage:Path). Several workers need a shared store; one SQLite file serves one process.",
                isTransient: false,
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The data folder {folder} cannot be written: {e.Message} Check its owner and mode, or set Storage:Path to another folder.",
                isTransient: false,
                e);
        }
    }

    /// <summary>What people wrote is in there: a new folder is for the server's own user only.</summary>
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // EWOULDBLOCK on Unix, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
