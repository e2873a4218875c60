using System.Text.Json;
using Holdfast.Slack;

namespace Holdfast.Tools;

/// <summary>Reads a model's arguments strictly: what is not exactly as expected is refused, in words that tell the model how to put it right.</summary>
internal sealed class ToolArguments
{
    /// <summary>The most characters of a text, unless a tool takes less.</summary>
    public const int MaxText = 50_000;

    private const int MaxArguments = 1_000;
    private const int MaxMessage = 40;

    private readonly JsonElement _arguments;

    public ToolArguments(JsonElement arguments, params ReadOnlySpan<string> known)
    {
        _arguments = arguments;
        foreach (var property in arguments.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                Problem ??= $"there is no such argument as {Name(property.Name)}.";
        }
    }

    /// <summary>What was wrong first; null when nothing was.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether an argument is there; null counts as not there.</summary>
    public bool Has(string name) => _arguments.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name, int maxLength = MaxText)
    {
        if (!Has(name))
            return null;
        var text = Read(_arguments.GetProperty(name));
        if (text is null)
            Problem ??= $"\"{name}\" must be a string.";
        else if (string.IsNullOrWhiteSpace(text))
            Problem ??= $"\"{name}\" is empty.";
        else
            Check(name, text, maxLength);
        return text;
    }

    /// <summary>A whole number; null where there is none.</summary>
    public int? Number(string name, int least, int most)
    {
        if (!Has(name))
            return null;
        if (_arguments.GetProperty(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Problem ??= most == int.MaxValue ? $"\"{name}\" must be a whole number from {least} on." : $"\"{name}\" must be a whole number from {least} to {most}.";
        return null;
    }

    /// <summary>A message, as Slack names it; null where there is none.</summary>
    public SlackTs? Message(string name)
    {
        if (Text(name, MaxMessage) is not { } text)
            return null;
        if (SlackTs.TryParse(text.Trim(), out var message))
            return message;
        Problem ??= $"\"{name}\" must name a message, such as 1732000000.000100.";
        return null;
    }

    public IReadOnlyList<string>? Texts(string name)
    {
        if (!Has(name))
            return null;
        var list = _arguments.GetProperty(name);
        if (list.ValueKind != JsonValueKind.Array)
        {
            Problem ??= $"\"{name}\" must be an array of strings, a string for the command and one for each argument.";
            return null;
        }

        var texts = list.EnumerateArray().Select(Read).ToList();
        if (texts.Contains(null))
            Problem ??= $"\"{name}\" must hold nothing but strings.";
        else if (texts.Count == 0 || string.IsNullOrWhiteSpace(texts[0]))
            Problem ??= $"\"{name}\" must begin with a command.";
        else if (texts.Count > MaxArguments)
            Problem ??= $"\"{name}\" has more than {MaxArguments} arguments.";
        else
            Check(name, string.Concat(texts), MaxText);
        return [.. texts.Select(text => text ?? "")];
    }

    private void Check(string name, string text, int maxLength)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            Problem ??= $"\"{name}\" holds a NUL character.";
        if (text.Length > maxLength)
            Problem ??= $"\"{name}\" is longer than {maxLength} characters.";
    }

    private static string? Read(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character, which no program could be given.
            return null;
        }
    }

    private static string Name(string name) => JsonSerializer.Serialize(name.Length <= 40 ? name : name[..40], JsonName.Default.String);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class JsonName : System.Text.Json.Serialization.JsonSerializerContext;
