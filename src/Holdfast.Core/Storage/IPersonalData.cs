using Holdfast.Records;

namespace Holdfast.Storage;

/// <summary>What a store keeps of what one person said, found by the person: for whoever wants to see it, or to have it deleted.</summary>
public interface IPersonalData
{
    /// <summary>The turns that a person said and the answers to them, in the order in which they were kept. It goes over all turns.</summary>
    /// <param name="user">Slack's id of them.</param>
    /// <param name="after">The place of the turn behind which to go on; 0 from the beginning.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<SaidTurn>> GetSaidAsync(string user, long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a bounded number of rows of what a person said before a moment and of what was made of it, in one commit: dead letters of the person; all ended runs of
    /// conversations in which they asked or said something, with their steps and records, since each was given the conversation; and when there are no
    /// more of those, the turns that they said and the answers to them. What is under way stays.
    /// </summary>
    /// <param name="user">Slack's id of them.</param>
    /// <param name="before">The moment.</param>
    /// <param name="cancellationToken">Ends the wait only.</param>
    /// <returns>What went; nothing when nothing is left.</returns>
    ValueTask<ForgottenRows> ForgetAsync(string user, DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A turn of a person, or the answer to one.</summary>
/// <param name="Place">Its place in the order of all turns.</param>
/// <param name="Conversation">The conversation, in text form.</param>
/// <param name="At">When it was kept.</param>
/// <param name="Turn">The turn.</param>
public sealed record SaidTurn(long Place, string Conversation, DateTimeOffset At, Turn Turn);

/// <summary>How much was deleted.</summary>
/// <param name="Runs">Runs.</param>
/// <param name="Turns">Turns.</param>
/// <param name="DeadLetters">Dead letters.</param>
public sealed record ForgottenRows(int Runs, int Turns, int DeadLetters)
{
    /// <summary>Whether there was nothing.</summary>
    public bool IsNothing => this is { Runs: 0, Turns: 0, DeadLetters: 0 };
}
