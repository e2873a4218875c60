using System.Text.Json.Serialization;
using Holdfast.Admission;
using Holdfast.Text;
using Holdfast.Verbs;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Ledger.Verbs;

/// <summary><c>holdfast usage</c>: who has used how much, what it cost, and who is at a limit.</summary>
internal sealed class UsageVerb(UsageReader usage) : IVerb
{
    private const int UsualDays = 30;
    private const int MaxDays = 3_660;

    private static readonly string[] Kinds = ["user", "model", "channel", "day"];

    /// <summary>What can be typed behind it.</summary>
    public static VerbParameter[] Parameters { get; } =
    [
        new("days", $"How many days, today (of UTC) being one of them. Default: {UsualDays}.") { ValueName = "number" },
        new("by", "What is told apart: user, model, channel or day. Default: user.") { Choices = Kinds },
    ];

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var by = Enum.Parse<UsageBy>(call.Text("by") ?? "user", ignoreCase: true);
        var rows = await usage.ReportAsync(team: null, call.Number("days", UsualDays, 1, MaxDays), by, cancellationToken);
        IReadOnlyList<UsageView> views = [.. rows.Select(row => UsageView.Of(row.Name, row.Amount))];
        return VerbReply.Of(views, UsageVerbJson.Default.IReadOnlyListUsageView, TextTable.Of(
            "Nothing was used.", ["", "#messages", "#runs", "#failed", "#refused", "#at a limit", "#tokens in", "#tokens out", "#cost", "#up", "#down"], views.Select(view => Cells(view, by))));
    }

    private static string[] Cells(UsageView row, UsageBy by) =>
    [
        row.Name.Length > 0 ? row.Name : by == UsageBy.Model ? "(no model)" : "(forgotten)",
        Quantities.Count(row.Messages), Quantities.Count(row.Runs), Quantities.Count(row.Failures), Quantities.Count(row.Refusals), Quantities.Count(row.Limited), Quantities.Count(row.InputTokens),
        Quantities.Count(row.OutputTokens), Quantities.Cost(row.CostMicros), Quantities.Count(row.ThumbsUp), Quantities.Count(row.ThumbsDown),
    ];
}

/// <summary>A row of the book of use, as an operator sees it; its name is the id of a user or a channel, a model's name, or a day.</summary>
internal sealed record UsageView(
    string Name, long Messages, long Runs, long Failures, long Refusals, long Limited, long InputTokens, long OutputTokens, long CostMicros, long ThumbsUp, long ThumbsDown)
{
    public static UsageView Of(string name, UsageAmount amount) => new(
        name, amount.Messages, amount.Runs, amount.Failures, amount.Refusals, amount.Limited, amount.InputTokens, amount.OutputTokens, amount.CostMicros, amount.ThumbsUp, amount.ThumbsDown);
}

/// <summary>What this folder gives to a host.</summary>
public static class UsageVerbModule
{
    /// <summary><c>holdfast usage</c>.</summary>
    /// <param name="services">Where it is registered.</param>
    public static IServiceCollection AddUsageVerb(this IServiceCollection services) =>
        services.AddVerb<UsageVerb>("usage", "Shows who has used how much, whether the server runs or not.", UsageVerb.Parameters);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<UsageView>))]
internal sealed partial class UsageVerbJson : JsonSerializerContext;
