namespace Holdfast.Agents;

/// <summary>
/// What the person who asks has set for themselves, and what is set for the channel, as far as the operator lets them. They say how to answer, and allow
/// nothing: what a tool may do is decided elsewhere. A run goes by those with which it began,
/// and by what its person looked at then.
/// </summary>
public sealed record TurnSettings
{
    /// <summary>Nothing is set: the operator's configuration counts.</summary>
    public static TurnSettings None { get; } = new();

    /// <summary>The model that the person wants, as the operator calls it; empty for none.</summary>
    public string Model { get; init; } = "";

    /// <summary>The model that is set for the channel; empty for none. The person's goes before it.</summary>
    public string ChannelModel { get; init; } = "";

    /// <summary>What the person wishes of answers, in their own words; empty for nothing.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>What is wished of answers in the channel; empty for nothing.</summary>
    public string ChannelInstructions { get; init; } = "";

    /// <summary>The channel that the person had before them beside a chat with the app, in words; empty where none is known.</summary>
    public string LooksAt { get; init; } = "";

    /// <summary>Whether the person wants to see an answer while it is written.</summary>
    public bool Streams { get; init; } = true;
}
