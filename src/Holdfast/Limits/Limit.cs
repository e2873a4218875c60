using Holdfast.Admission;

namespace Holdfast.Limits;

/// <summary>What may be used in a day; null where that is not limited.</summary>
/// <param name="Messages">Messages that are answered.</param>
/// <param name="Tokens">Tokens, read and written.</param>
/// <param name="CostMicros">Money, in millionths of a US dollar.</param>
internal sealed record Limit(long? Messages, long? Tokens, long? CostMicros)
{
    /// <summary>Whether it limits nothing.</summary>
    public bool IsNone => (Messages, Tokens, CostMicros) is (null, null, null);

    /// <summary>What of it has been used up; null while nothing has.</summary>
    public LimitedThing? Reached(UsageAmount used) =>
        used.Messages >= Messages ? LimitedThing.Messages
        : used.InputTokens + used.OutputTokens >= Tokens ? LimitedThing.Tokens
        : used.CostMicros >= CostMicros ? LimitedThing.Cost
        : null;
}

/// <summary>What there is a limit for.</summary>
internal enum LimitedThing
{
    /// <summary>Messages that are answered.</summary>
    Messages,

    /// <summary>Tokens of models.</summary>
    Tokens,

    /// <summary>Money.</summary>
    Cost,
}
