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

    /// <summary>How much the model is to think for the person, as one of <see cref="Efforts"/>; empty for as usual. Heeded by models that take it.</summary>
    public string Effort { get; init; } = "";

    /// <summary>How much the model is to think for the channel; empty for as usual. The person's goes before it.</summary>
    public string ChannelEffort { get; init; } = "";

    /// <summary>How freely the model is to write for the person, as one of <see cref="Temperatures"/>; empty for as usual. Heeded by models that take it.</summary>
    public string Temperature { get; init; } = "";

    /// <summary>How freely the model is to write for the channel; empty for as usual. The person's goes before it.</summary>
    public string ChannelTemperature { get; init; } = "";

    /// <summary>What the person wishes of answers, in their own words; empty for nothing.</summary>
    public string Instructions { get; init; } = "";

    /// <summary>What is wished of answers in the channel; empty for nothing.</summary>
    public string ChannelInstructions { get; init; } = "";

    /// <summary>How the person is used to dates and times, as one of <see cref="DateStyles"/>; empty where that is not known.</summary>
    public string Dates { get; init; } = "";

    /// <summary>The channel that the person had before them beside a chat with the app, in words; empty where none is known.</summary>
    public string LooksAt { get; init; } = "";

    /// <summary>Whether the person wants to see an answer while it is written.</summary>
    public bool Streams { get; init; } = true;
}
