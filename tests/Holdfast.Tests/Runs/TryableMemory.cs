using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Tests.Runs;

/// <summary>Memory that fails when a test says so.</summary>
internal sealed class TryableMemory(IMemoryKeeper inner) : IMemoryKeeper
{
    /// <summary>What every use of it ends with; null while it works.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What is said of those that it is to remember; null for what memory says itself.</summary>
    public IReadOnlyList<NewTurn>? Left { get; set; }

    /// <summary>How often a conversation was read, and asked for without reading it.</summary>
    public (int Read, int AskedFor) Uses { get; private set; }

    /// <summary>The run for which was read last.</summary>
    public ItemId? ReadFor { get; private set; }

    /// <summary>What it was to remember last.</summary>
    public (ItemId Run, IReadOnlyList<Turn> Turns) Remembered { get; private set; }

    public ValueTask<IReadOnlyList<Turn>> RecallAsync(ConversationId conversation, RunHold? run, CancellationToken cancellationToken)
    {
        ReadFor = run?.Run;
        Uses = (Uses.Read + 1, Uses.AskedFor);
        return Failure is { } failure ? throw failure : inner.RecallAsync(conversation, run, cancellationToken);
    }

    public ValueTask<bool> KnowsAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        Uses = (Uses.Read, Uses.AskedFor + 1);
        return Failure is { } failure ? throw failure : inner.KnowsAsync(conversation, cancellationToken);
    }

    public ValueTask<IReadOnlyList<NewTurn>> RememberAsync(
        RunHold run, ConversationId conversation, IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        if (Failure is { } failure)
            throw failure;
        Remembered = (run.Run, turns);
        return Left is { } left ? new(left) : inner.RememberAsync(run, conversation, turns, cancellationToken);
    }
}
