using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Holdfast.Jobs.Processes;

/// <summary>
/// The processes of one job, found through /proc: by session, by the marker in their environment, and by a parent that is
/// one of them. A process keeps the environment it was started with whoever its parent is, so that one which detached
/// itself in every usual way is found as well. Elsewhere than on Linux there is no such view, and nothing is found.
/// </summary>
/// <param name="id">The value of the marker.</param>
/// <param name="session">The job's session; null if it has none of its own.</param>
/// <remarks>
/// Not found is what has left the session, has cleared its environment and has lost its parent, all three. A process id
/// could be given to another process between the look and the signal; the kernel hands ids out in turn, so that would
/// take a whole round of them in between.
/// </remarks>
internal sealed class JobProcesses(string id, int? session)
{
    private const int MaxRounds = 200;

    // A chain of processes, each of which starts the next and ends, can be missed by a look: the one that was listed is gone before
    // it is looked at, and the next was not there to be listed. It was missed twice running, on a busy machine; it will not be ten times.
    private const int QuietRounds = 10;

    private readonly byte[] _marker = Encoding.UTF8.GetBytes($"\0{ProcessOrder.Marker}={id}\0");

    // Those of other users, whose environment is not shown: asking again costs an exception each.
    private readonly HashSet<int> _foreign = [];

    /// <summary>The marks that begin in some way, each once.</summary>
    internal static IReadOnlyCollection<string> Marked(string beginning)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (!OperatingSystem.IsLinux())
            return found;
        var name = $"{ProcessOrder.Marker}=";
        foreach (var process in NewestFirst())
        {
            foreach (var variable in Encoding.UTF8.GetString(Read($"/proc/{process}/environ", out _)).Split('\0'))
            {
                if (variable.StartsWith(name, StringComparison.Ordinal) && variable.AsSpan(name.Length).StartsWith(beginning, StringComparison.Ordinal))
                    found.Add(variable[name.Length..]);
            }
        }

        return found;
    }

    /// <summary>When a process was started, in the system's own count; null when it is no more. An id is given again, with another start.</summary>
    internal static string? StartOf(int process)
    {
        // State, parent, group, session ... and as the 20th field behind the name the start.
        const int start = 19;
        ReadOnlySpan<byte> text = Read($"/proc/{process}/stat", out _);
        var fields = Encoding.ASCII.GetString(text[(text.LastIndexOf((byte)')') + 1)..]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > start && fields[0] is not ("Z" or "X") ? fields[start] : null;
    }

    /// <summary>Sends a signal to all of them once.</summary>
    internal int Signal(int signal)
    {
        if (session is { } group)
            ProcessSignals.SendToGroup(group, signal);
        var found = Find();
        foreach (var process in found)
            ProcessSignals.Send(process, signal);
        return found.Count;
    }

    /// <summary>Kills all of them, and those they start meanwhile.</summary>
    internal int Kill()
    {
        var killed = new HashSet<int>();
        for (int round = 0, quiet = 0; round < MaxRounds && quiet < QuietRounds; round++)
        {
            if (session is { } group)
                ProcessSignals.SendToGroup(group, ProcessSignals.Kill);
            var isQuiet = true;
            foreach (var process in Find())
            {
                ProcessSignals.Send(process, ProcessSignals.Kill);
                isQuiet &= !killed.Add(process);
            }

            quiet = isQuiet ? quiet + 1 : 0;
        }

        return killed.Count;
    }

    private HashSet<int> Find()
    {
        var found = new HashSet<int>();
        if (!OperatingSystem.IsLinux())
            return found;
        var others = new List<(int Id, int Parent)>();
        foreach (var process in NewestFirst())
        {
            if (process == Environment.ProcessId || Stat(process) is not { IsDead: false } stat)
                continue;
            if (stat.Session == session || HasMarker(process))
                found.Add(process);
            else
                others.Add((process, stat.Parent));
        }

        while (others.RemoveAll(process => found.Contains(process.Parent) && found.Add(process.Id)) > 0)
        {
            // Until no more children of children are found.
        }

        return found;
    }

    /// <summary>
    /// All processes there are. The newest first: of a chain whose processes each start the next and end, the one that lives was looked at last, after
    /// a hundred others, and on a busy machine it was gone by then ten times running.
    /// </summary>
    private static List<int> NewestFirst()
    {
        var processes = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
                processes.Add(process);
        }

        processes.Sort(static (one, other) => other.CompareTo(one));
        return processes;
    }

    private static (int Parent, int Session, bool IsDead)? Stat(int process)
    {
        // "12 (a name) S 1 2 3 ...": state, parent, group, session after a name that can hold anything.
        ReadOnlySpan<byte> text = Read($"/proc/{process}/stat", out _);
        var fields = text[(text.LastIndexOf((byte)')') + 1)..];
        if (fields.Length < 4)
            return null;
        var state = fields[1];
        fields = fields[3..];
        return TryNumber(ref fields, out var parent) && TryNumber(ref fields, out _) && TryNumber(ref fields, out var session)
            ? (parent, session, state is (byte)'Z' or (byte)'X')
            : null;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> fields, out int number)
    {
        if (!Utf8Parser.TryParse(fields, out number, out var length))
            return false;
        fields = fields[Math.Min(length + 1, fields.Length)..];
        return true;
    }

    private bool HasMarker(int process)
    {
        if (_foreign.Contains(process))
            return false;
        var environment = Read($"/proc/{process}/environ", out var isForeign).AsSpan();
        if (isForeign)
            _foreign.Add(process);
        return environment.IndexOf(_marker) >= 0 || environment.StartsWith(_marker.AsSpan(1));
    }

    private static byte[] Read(string path, out bool isForeign)
    {
        isForeign = false;
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (UnauthorizedAccessException)
        {
            isForeign = true;
            return [];
        }
        catch (IOException)
        {
            // It ended while it was looked at.
            return [];
        }
    }
}
