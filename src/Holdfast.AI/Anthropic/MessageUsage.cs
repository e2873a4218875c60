using System.Text.Json;
using Holdfast.AI.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Anthropic;

/// <summary>
/// What an answer took. It is said at the beginning and at the end, each time as the sum so far, and what was written to the cache or read from it is no
/// part of the input that is told.
/// </summary>
internal sealed class MessageUsage
{
    private static readonly string[] Names = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens"];

    private readonly long[] _parts = new long[4];
    private readonly long[] _part = new long[4];
    private bool _isKnown;

    /// <summary>Takes what a message or an event says.</summary>
    public void Take(JsonElement owner)
    {
        if (owner.Find("usage") is not { ValueKind: JsonValueKind.Object } usage)
            return;
        for (var i = 0; i < Names.Length; i++)
        {
            if (usage.NumberOf(Names[i]) is not { } number)
                continue;
            _part[i] = Math.Max(_part[i], number);
            _isKnown = true;
        }
    }

    /// <summary>What follows is counted anew, and added.</summary>
    public void EndPart()
    {
        for (var i = 0; i < Names.Length; i++)
            _parts[i] += _part[i];
        Array.Clear(_part);
    }

    /// <summary>All of it; null when nothing was said.</summary>
    public UsageDetails? Sum()
    {
        if (!_isKnown)
            return null;
        var (input, created, read, output) = (_parts[0] + _part[0], _parts[1] + _part[1], _parts[2] + _part[2], _parts[3] + _part[3]);
        return new UsageDetails
        {
            InputTokenCount = input + created + read,
            CachedInputTokenCount = read,
            OutputTokenCount = output,
            TotalTokenCount = input + created + read + output,
        };
    }
}
