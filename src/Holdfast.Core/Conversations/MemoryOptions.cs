using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;
using Holdfast.Records;

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
    /// The most characters of all turns together, newest first; the newest turn counts whatever its length. One person's pasted files must
    /// not keep a Redis busy that all share. Default: 1,000,000.
    /// </summary>
    [Range(1_000, 100_000_000)]
    public int MaxCharacters { get; set; } = 1_000_000;

    /// <summary>
    /// How long a message waits for a memory that does not answer, counted from its first try, before it is answered without the
    /// conversation so far. Default: 1 min.
    /// </summary>
    [Duration(0, 3600)]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The most messages that are read from Slack where a conversation is not remembered: a thread of people into which the agent is called, or one
    /// that was forgotten. Zero: none are. Default: 50.
    /// </summary>
    [Range(0, 500)]
    public int ReadFromSlack { get; set; } = 50;

    /// <summary>How many of these turns fit, counted from the newest: at least one, where there is one.</summary>
    /// <param name="turns">The turns, oldest first.</param>
    public int Fitting(IReadOnlyList<Turn> turns)
    {
        ArgumentNullException.ThrowIfNull(turns);
        var (fitting, characters) = (0, 0L);
        while (fitting < Math.Min(turns.Count, MaxTurns))
        {
            characters += turns[^(fitting + 1)].Content.Text.Length;
            if (fitting > 0 && characters > MaxCharacters)
                break;
            fitting++;
        }

        return fitting;
    }
}
