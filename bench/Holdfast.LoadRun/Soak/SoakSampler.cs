using Holdfast.EndToEnd.Tests.Support;
using Holdfast.LoadRun.Soak.Report;

namespace Holdfast.LoadRun.Soak;

/// <summary>Looks at the process and its files, once a second.</summary>
internal sealed class SoakSampler(SoakServer server, SoakLedger ledger)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private readonly List<SoakSample> _samples = [];

    public IReadOnlyList<SoakSample> Samples => _samples;

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pace);
        do
        {
            if (Look() is { } sample)
                _samples.Add(sample);
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && !cancellationToken.IsCancellationRequested);
    }

    private SoakSample? Look()
    {
        if (server.Running is not { } running)
            return null;
        try
        {
            var handles = Directory.EnumerateFileSystemEntries($"/proc/{running.ProcessId}/fd").Count();
            var wal = Bytes(server.DataFolder, "*-wal");
            return new SoakSample(
                ledger.Now, running.Life, ProcessFacts.ResidentBytes(running.ProcessId), handles, ProcessFacts.Threads(running.ProcessId), Bytes(server.DataFolder, "*") - wal, wal, Bytes(server.LogFolder, "*"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // It was killed while it was looked at, or has just been started and has no figures.
            return null;
        }
    }

    private static long Bytes(string folder, string pattern) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles(pattern).Sum(file => file.Length) : 0;
}
