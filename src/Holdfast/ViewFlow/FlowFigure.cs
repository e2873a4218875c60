namespace Holdfast.ViewFlow;

/// <summary>What a feature says of a run.</summary>
/// <param name="Text">mrkdwn: what it is, and below it how much.</param>
public sealed record FlowFigure(string Text)
{
    /// <summary>The most pictures that are shown of one kind; more need not be looked up.</summary>
    public const int MostPictures = 3;

    /// <summary>Pictures to show with it; the first <see cref="MostPictures"/> are shown.</summary>
    public IReadOnlyList<FlowPicture> Pictures { get; init; } = [];
}

/// <summary>A picture that is in Slack.</summary>
/// <param name="FileId">Slack's id of it.</param>
/// <param name="Name">Its name, which stands above it and in its place for who cannot see it.</param>
public sealed record FlowPicture(string FileId, string Name);
