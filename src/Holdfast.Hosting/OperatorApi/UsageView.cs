using Holdfast.Admission;
using Holdfast.Ledger;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>A row of the book of use, as an operator sees it; its name is the id of a user or a channel, a model's name, or a day.</summary>
internal sealed record UsageView(
    string Name,
    long Messages,
    long Runs,
    long Failures,
    long Refusals,
    long Limited,
    long InputTokens,
    long OutputTokens,
    long CostMicros,
    long ThumbsUp,
    long ThumbsDown)
{
    public static IReadOnlyList<UsageView> Of(IEnumerable<UsageRow> rows) => [.. rows.Select(row => Of(row.Name, row.Amount))];

    private static UsageView Of(string name, UsageAmount amount) => new(
        name,
        amount.Messages,
        amount.Runs,
        amount.Failures,
        amount.Refusals,
        amount.Limited,
        amount.InputTokens,
        amount.OutputTokens,
        amount.CostMicros,
        amount.ThumbsUp,
        amount.ThumbsDown);
}
