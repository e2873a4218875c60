using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Jobs;

/// <summary>
/// What a job runs. It is read from the model's words once; what people are shown and what is run are both made from this, so
/// that the one cannot differ from the other.
/// </summary>
internal sealed record JobOrder
{
    /// <summary>Where the prompt goes in <see cref="Command"/>.</summary>
    public const string PromptMark = "{prompt}";

    private const string Shell = "/bin/sh";

    /// <summary>The command and its arguments; null for a script.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>A script for <c>/bin/sh</c>.</summary>
    public string? Script { get; init; }

    /// <summary>What takes the place of <see cref="PromptMark"/> in the command.</summary>
    public string? Prompt { get; init; }

    /// <summary>Where: a full path without links.</summary>
    public required string Directory { get; init; }

    /// <summary>What would be run, in full: each argument can be told from the next, and nothing in it can look like a part of this text.</summary>
    [JsonIgnore]
    public string Shown => (Script, Prompt) switch
    {
        ({ } script, _) => $"in {Quoted(Directory)}\n{Shell} runs this script:\n{script}",
        (_, { } prompt) => $"{Vector}\nin {Quoted(Directory)}\nwhere {PromptMark} is:\n{prompt}",
        _ => $"{Vector}\nin {Quoted(Directory)}",
    };

    private string Vector => string.Join(' ', Command!.Select(Quoted));

    /// <summary>The command and its arguments, as the system is given them.</summary>
    /// <param name="scriptFile">Where the script was put.</param>
    public IReadOnlyList<string> Arguments(string scriptFile) =>
        Script is not null ? [Shell, scriptFile]
        : Prompt is { } prompt ? [.. Command!.Select(argument => argument.Replace(PromptMark, prompt, StringComparison.Ordinal))]
        : Command!;

    public string ToJson() => JsonSerializer.Serialize(this, JobJson.Default.JobOrder);

    public static JobOrder Read(string json) => JsonSerializer.Deserialize(json, JobJson.Default.JobOrder) ?? throw new JsonException("The order is empty.");

    private static string Quoted(string argument)
    {
        if (argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "_-+=./,:@%{}".Contains(c, StringComparison.Ordinal)))
            return argument;
        var quoted = new StringBuilder(argument.Length + 2).Append('"');
        foreach (var rune in argument.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                not ' ' when Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator => quoted.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X4}}}"),
                _ => quoted.Append(rune.ToString()),
            };
        }

        return quoted.Append('"').ToString();
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobOrder))]
[JsonSerializable(typeof(Job))]
internal sealed partial class JobJson : JsonSerializerContext;
