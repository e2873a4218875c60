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
}
