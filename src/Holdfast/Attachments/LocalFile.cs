using System.Globalization;
using Holdfast.Files;

namespace Holdfast.Attachments;

/// <summary>A file while it is read, in a folder of its own that only the server's own user can enter; gone afterwards.</summary>
internal sealed class LocalFile : IAsyncDisposable
{
    private const string Prefix = "holdfast-file-";

    private readonly string _folder;

    private LocalFile(string folder, string name, string? mediaType)
    {
        _folder = folder;
        (Name, MediaType) = (name, mediaType);
    }

    /// <summary>Where it is. The name is none of a stranger's.</summary>
    public string Path => System.IO.Path.Combine(_folder, "file");

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>What it is said to be; null when nobody says.</summary>
    public string? MediaType { get; }

    /// <summary>Makes its folder.</summary>
    /// <exception cref="IOException">It cannot be made, or everybody could replace it.</exception>
    public static LocalFile Create(string name, string? mediaType)
    {
        var around = System.IO.Path.GetTempPath();
        if (Privacy.IsOpenToAll(around))
            throw new IOException($"{around} can be changed by everybody, with all that is in it: set TMPDIR to a folder of the server's own user");
        return new LocalFile(Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName, name, mediaType);
    }

    /// <summary>Removes what servers on this machine have left that died while they read.</summary>
    public static void ClearLeftovers()
    {
        try
        {
            foreach (var folder in Directory.GetDirectories(System.IO.Path.GetTempPath(), $"{Prefix}*").Where(Privacy.IsOwnFolder).Where(IsLeft))
                Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // They stay, unreadable to other users, until the system clears its temporary files.
        }
    }

    /// <summary>What is read from Slack is written here.</summary>
    public FileStream OpenToWrite()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Privacy.OwnFile;
        return new FileStream(Path, options);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Delete(_folder);
        return ValueTask.CompletedTask;
    }

    private static bool IsLeft(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
        && process != Environment.ProcessId && !IsRunning(process);

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            // There is none of that number.
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above: the next start tries again.
        }
    }
}
