namespace Holdfast.Slack.Json;

/// <summary>What a wrapped id must offer to be read from JSON.</summary>
internal interface ISlackId<TSelf> where TSelf : struct, ISlackId<TSelf>
{
    string Value { get; }

    static abstract bool TryParse(string? text, out TSelf id);
}
