using System.Text;

namespace Holdfast.Hosting.Configuration;

/// <summary>
/// Values that stand in files, as Docker, Kubernetes and systemd hand secrets over: <c>SLACK_BOT_TOKEN_FILE</c> names the file with what
/// <c>SLACK_BOT_TOKEN</c> would hold. A variable is seen by whoever looks at the process or at the container's description, a file is not.
/// </summary>
internal static class VariableFiles
{
    private const string Suffix = "_FILE";
    private const string OtherPrograms = "__Environment__";
    private const int MaxBytes = 65_536;

    /// <summary>Docker gives secrets to everybody within the container, where nobody else is.</summary>
    private const string ContainersSecrets = "/run/secrets/";

    /// <summary>The variable that names the file of another one.</summary>
    /// <param name="name">The other one.</param>
    public static string NameFor(string name) => name + Suffix;

    /// <summary>
    /// The variable whose value the file holds that another one names; null for one that names none. What is another program's is handed to it
    /// as it is, and <c>HOLDFAST_House__File</c> is a setting that is called so.
    /// </summary>
    /// <param name="name">The variable.</param>
    public static string? Stem(string name) =>
        name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && name[..^Suffix.Length] is { Length: > 0 } stem && !stem.EndsWith('_')
        && !name.Contains(OtherPrograms, StringComparison.OrdinalIgnoreCase) ? stem : null;

    /// <summary>What such a file holds, without the line breaks at its end; or what is wrong with it.</summary>
    /// <param name="name">The variable that names it.</param>
    /// <param name="path">The file.</param>
    public static (string? Value, string Problem) Read(string name, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
                return (null, $"{name} names {path}, which has more than {MaxBytes} bytes: it is to hold the value and nothing else.");
            using var reader = new StreamReader(new MemoryStream(bytes, 0, length), Encoding.UTF8);
            var value = reader.ReadToEnd().TrimEnd('\r', '\n');
            return string.IsNullOrWhiteSpace(value) ? (null, $"{name} names {path}, which is empty: write the value into it.") : (value, "");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"{name} names {path}, which does not exist.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"{name} names {path}, which cannot be read: {e.Message}");
        }
    }

    /// <summary>Whether everybody on the machine may read what a file holds.</summary>
    /// <param name="path">The file, which is there.</param>
    public static bool IsReadByAll(string path) =>
        !OperatingSystem.IsWindows() && !path.StartsWith(ContainersSecrets, StringComparison.Ordinal) && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead);
}
