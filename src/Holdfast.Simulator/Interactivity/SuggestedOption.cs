using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Interactivity;

/// <summary>An option that the app offers while a person types (<c>block_suggestion</c>).</summary>
/// <param name="Value">What is sent when it is chosen.</param>
/// <param name="Text">What the person reads.</param>
public sealed record SuggestedOption(string Value, string Text)
{
    /// <summary>The label of its group, if the app offers groups.</summary>
    public string? Group { get; init; }

    /// <summary>The option as the app wrote it.</summary>
    [JsonIgnore]
    internal string Json { get; init; } = "{}";

    internal static SuggestedOption Of(JsonElement option, string? group) =>
        new(option.Text("value") ?? "", option.Has("text", out var text) ? text.Text("text") ?? "" : "") { Group = group, Json = option.GetRawText() };
}
