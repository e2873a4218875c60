using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Holdfast.Slack.Json;

namespace Holdfast.Slack;

/// <summary>The id of a bot, <c>B…</c>; not the id of the bot's user.</summary>
/// <remarks>Ids are opaque: only emptiness and length are checked, since Slack adds prefixes as it likes.</remarks>
[JsonConverter(typeof(SlackIdConverter<BotId>))]
public readonly record struct BotId : ISlackId<BotId>
{
    private readonly string? _value;

    /// <summary>Wraps an id.</summary>
    /// <param name="value">The id as Slack wrote it.</param>
    /// <exception cref="ArgumentException">The text is empty, too long, or holds a blank or control character.</exception>
    public BotId(string value) => _value = SlackId.Checked(value);

    /// <summary>The id as Slack wrote it; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Reads an id without throwing.</summary>
    /// <param name="text">The text that may be an id.</param>
    /// <param name="id">The id, or <c>default</c>.</param>
    /// <returns>Whether the text can be an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out BotId id)
    {
        var valid = SlackId.IsValid(text);
        id = valid ? new BotId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
