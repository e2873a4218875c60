using System.Runtime.CompilerServices;

namespace Holdfast.Documents.Processes;

/// <summary>Which program reads documents, and what it may take.</summary>
/// <exception cref="ArgumentOutOfRangeException">A limit is outside of its range.</exception>
public sealed record DocumentProcessOptions
{
    /// <summary>The program, which calls <see cref="DocumentCommand.RunAsync(Stream, Stream)"/>: a path, or a name that is found in the <c>PATH</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>What it is called with, so that it knows what it is to do.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long reading one file may take, from the start of the process, to 1 hour. Default: 30 seconds.</summary>
    public TimeSpan Timeout { get; init => field = Within(value, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much memory reading one file may take for objects, in bytes; the runtime itself takes some 50 MB besides. From 50,000,000 to 16,000,000,000.
    /// Default: 512,000,000.
    /// </summary>
    public long MaxMemoryBytes { get; init => field = Within(value, 50_000_000, 16_000_000_000); } = 512_000_000;

    /// <summary>How many files are read at once, from 1 to 1,000; the others wait in the order in which they came. Default: one for each processor.</summary>
    public int MaxAtOnce { get; init => field = Within(value, 1, 1_000); } = Math.Max(1, Environment.ProcessorCount);

    private static T Within<T>(T value, T least, T most, [CallerMemberName] string name = "")
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be from {least} to {most}.");
}
