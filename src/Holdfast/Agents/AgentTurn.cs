using System.Collections.Frozen;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;

namespace Holdfast.Agents;

/// <summary>What an agent is asked.</summary>
public sealed record AgentTurn
{
    /// <summary>The run.</summary>
    public required ItemId Run { get; init; }

    /// <summary>The conversation it belongs to.</summary>
    public required ConversationId Conversation { get; init; }

    /// <summary>The id of the channel or direct message in which it is.</summary>
    public string Channel => Conversation.Channel.Value;

    /// <summary>Who asks.</summary>
    public required string User { get; init; }

    /// <summary>Who that is and when they wrote it; null for an agent that is immediate, which does not wait for names.</summary>
    public Speaker? Speaker { get; init; }

    /// <summary>Where, in words: <c>the channel #general</c>, or <c>a direct message</c>; null as for <see cref="Speaker"/>.</summary>
    public string? Place { get; init; }

    /// <summary>What the user wrote, without the mention of the app, and what came with it.</summary>
    public required MessageContent Content { get; init; }

    /// <summary>What the one who asks and the channel have set. Heeded by agents that say so (<c>ISettableAgent</c>).</summary>
    public TurnSettings Settings { get; init; } = TurnSettings.None;

    /// <summary>The conversation so far, without this message. Read only by agents that need it.</summary>
    public required IConversationMemory Memory { get; init; }

    /// <summary>Steps that this run has finished before, failed ones included: what they did is not done again.</summary>
    public IReadOnlyList<RunStep> FinishedSteps { get; init; } = [];

    /// <summary>What this run has asked people for, and what they decided.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>The calls that this run had begun before and that must not be made twice: of one without a finished step it is not known whether it was done.</summary>
    public IReadOnlySet<string> BegunCalls { get; init; } = FrozenSet<string>.Empty;

    /// <summary>The tools that the one who asks may use here without asking, although they need approval.</summary>
    public IReadOnlyList<ToolGrant> Grants { get; init; } = [];
}
