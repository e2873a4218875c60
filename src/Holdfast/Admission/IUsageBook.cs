using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Admission;

/// <summary>
/// Keeps book of who uses the app and how much. Each entry is a record that becomes true in the commit of what it is about: so it is there once, or
/// not at all, whatever dies in between.
/// </summary>
public interface IUsageBook
{
    /// <summary>An entry; null where no book is kept.</summary>
    /// <param name="about">Whose it is, and where.</param>
    /// <param name="what">What there is to add.</param>
    StoredRecord? Entry(UsageOf about, UsageAmount what);
}

/// <summary>Whose a use is, and where.</summary>
/// <param name="Where">The conversation.</param>
/// <param name="User">The person, as Slack wrote it.</param>
/// <param name="Model">The model; empty where none was asked.</param>
public sealed record UsageOf(ConversationId Where, string User, string Model);

/// <summary>Amounts, to be added up.</summary>
public sealed record UsageAmount
{
    /// <summary>Messages that a run was begun for.</summary>
    public long Messages { get; init; }

    /// <summary>Runs that began.</summary>
    public long Runs { get; init; }

    /// <summary>Runs that ended without an answer.</summary>
    public long Failures { get; init; }

    /// <summary>What was refused.</summary>
    public long Refusals { get; init; }

    /// <summary>What of that was refused because a limit was reached.</summary>
    public long Limited { get; init; }

    /// <summary>Tokens that a model read.</summary>
    public long InputTokens { get; init; }

    /// <summary>Tokens that it wrote.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What that cost, in millionths of a US dollar, as far as prices are known.</summary>
    public long CostMicros { get; init; }

    /// <summary>Answers that somebody found good; less than zero where that was taken back.</summary>
    public long ThumbsUp { get; init; }

    /// <summary>Answers that somebody found bad; less than zero where that was taken back.</summary>
    public long ThumbsDown { get; init; }

    /// <summary>Both together.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    public static UsageAmount operator +(UsageAmount a, UsageAmount b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new UsageAmount
        {
            Messages = a.Messages + b.Messages,
            Runs = a.Runs + b.Runs,
            Failures = a.Failures + b.Failures,
            Refusals = a.Refusals + b.Refusals,
            Limited = a.Limited + b.Limited,
            InputTokens = a.InputTokens + b.InputTokens,
            OutputTokens = a.OutputTokens + b.OutputTokens,
            CostMicros = a.CostMicros + b.CostMicros,
            ThumbsUp = a.ThumbsUp + b.ThumbsUp,
            ThumbsDown = a.ThumbsDown + b.ThumbsDown,
        };
    }
}
