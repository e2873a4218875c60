namespace Holdfast.Documents.Processes;

/// <summary>Which program reads documents, and what it may take.</summary>
public sealed record DocumentProcessOptions
{
    /// <summary>The program, which calls <see cref="DocumentCommand.RunAsync(Stream, Stream)"/>: a path, or a name that is found in the <c>PATH</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>What it is called with, so that it knows what it is to do.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long reading one file may take, from the start of the process. Default: 30 seconds.</summary>
    public TimeSpan Timeout { get; init => field = value > TimeSpan.Zero && value <= TimeSpan.FromHours(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "From 1 tick to 1 hour."); } = TimeSpan.FromSeconds(30);

    /// <summary>How much memory reading one file may take for objects, in bytes, from 50 MB to 16 GB; the runtime itself takes some 50 MB besides. Default: 512 MB.</summary>
    public long MaxMemoryBytes { get; init => field = value is >= 50_000_000 and <= 16_000_000_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "From 50 MB to 16 GB."); } = 512_000_000;

    /// <summary>How many files are read at once; the others wait in the order in which they came. Default: one for each processor.</summary>
    public int MaxAtOnce { get; init => field = value is >= 1 and <= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "From 1 to 1,000."); } = Math.Max(1, Environment.ProcessorCount);
}
