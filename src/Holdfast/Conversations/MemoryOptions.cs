using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Conversations;

/// <summary>How long and how much of a conversation is remembered. Section <c>Memory</c>.</summary>
public sealed class MemoryOptions
{
    /// <summary>A conversation is forgotten this long after its last turn. Default: 1 hour.</summary>
    [Duration(1, 31536000)]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The most turns, newest first, that are put before the model. Default: 100.</summary>
    [Range(2, 10_000)]
    public int MaxTurns { get; set; } = 100;

    /// <summary>
    /// How long a message waits for a memory that does not answer, counted from its first try, before it is answered without the
    /// conversation so far. Default: 1 min.
    /// </summary>
    [Duration(0, 3600)]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);
}
