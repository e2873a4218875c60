using Holdfast.Files;
using Holdfast.Items;

namespace Holdfast.Sqlite.Opening;

/// <summary>
/// Keeps a second process off the data folder: two servers on one file would each believe to be the only worker. The system
/// gives the lock back when the process ends, however it ends.
/// </summary>
internal static class StoreLock
{
    /// <summary>Why a folder that everybody may write to is not used.</summary>
    public static string OpenToAll(string folder) =>
        $"Everybody on this machine can put files into the data folder {folder}, in place of the server's own. Take that right away (chmod o-w), "
        + "or set Storage:Path to a new folder in it, which the server makes for itself.";

    public static FileStream Take(string folder)
    {
        try
        {
            CreateFolder(folder);
            if (Privacy.IsWritableByAll(folder))
                throw new StoreException(OpenToAll(folder), isTransient: false);
            return Open(Path.Combine(folder, "holdfast.lock"));
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw InUse(folder, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The data folder {folder} cannot be written: {e.Message} Check its owner and mode, or set Storage:Path to another folder.",
                isTransient: false,
                e);
        }
    }

    /// <summary>What whoever comes second is told.</summary>
    public static StoreException InUse(string folder, Exception? inner) => new(
        $"The data folder {folder} is in use by another Holdfast server. Stop that one, or give this one a folder of its own "
        + "(Storage:Path). Several workers need a shared store; one SQLite file serves one process.",
        isTransient: false,
        inner);

    /// <summary>What people wrote is in there: a new folder is for the server's own user only.</summary>
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Privacy.OwnFolder);
    }

    /// <summary>Whoever may read it may lock it as well, and keep the server from starting.</summary>
    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Privacy.OwnFile;
        var stream = new FileStream(path, options);
        Privacy.CloseToOthers(path);
        return stream;
    }

    // EWOULDBLOCK on Unix, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
