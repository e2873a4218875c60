using Holdfast.Admission;
using Holdfast.Agents;
using Holdfast.Conversations;
using Holdfast.Items;

namespace Holdfast.Runs;

/// <summary>What a run has used and is not booked yet: it is, with whatever is committed next.</summary>
/// <param name="book">The book.</param>
/// <param name="where">The run's conversation.</param>
/// <param name="user">Whom it is for.</param>
/// <param name="isImmediate">Whether an immediate agent does it.</param>
/// <param name="usual">What a model costs that does not say itself.</param>
/// <param name="onBooked">Is called whenever something is.</param>
internal sealed class RunUsage(IUsageBook book, ConversationId where, string user, bool isImmediate, ModelPrices usual, Action? onBooked)
{
    private Dictionary<string, UsageAmount>? _unbooked;

    /// <summary>The run began, for so many messages.</summary>
    public void Began(int messages) => Add("", new UsageAmount { Messages = messages, Runs = 1 });

    /// <summary>It ended without an answer.</summary>
    public void Failed() => Add("", new UsageAmount { Failures = 1 });

    /// <summary>A model was asked.</summary>
    /// <returns>What that cost, in millionths of a US dollar; null when it is not known.</returns>
    public long? Asked(AgentUsage usage)
    {
        var cost = usage.CostMicros ?? (usage.Prices ?? usual).CostOf(usage);
        Add(usage.Model ?? "", new UsageAmount { InputTokens = usage.InputTokens ?? 0, OutputTokens = usage.OutputTokens ?? 0, CostMicros = cost ?? 0 });
        return cost;
    }

    /// <summary>The entries, each under a name of its own: they are committed once, or with the next attempt as others.</summary>
    public IReadOnlyList<StoredRecord> Entries() => _unbooked is null ? [] : [.. _unbooked.Select(used => book.Entry(new UsageOf(where, user, used.Key), used.Value)).OfType<StoredRecord>()];

    /// <summary>What there was is booked.</summary>
    public void Booked()
    {
        _unbooked = null;
        onBooked?.Invoke();
    }

    /// <summary>What an immediate agent does is not booked: nothing was asked of a model, and there may be thousands a second.</summary>
    private void Add(string model, UsageAmount amount)
    {
        if (isImmediate)
            return;
        _unbooked ??= new Dictionary<string, UsageAmount>(StringComparer.Ordinal);
        _unbooked[model] = _unbooked.TryGetValue(model, out var before) ? before + amount : amount;
    }
}
