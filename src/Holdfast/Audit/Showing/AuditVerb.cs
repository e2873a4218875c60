using Holdfast.Text;
using Holdfast.Verbs;

namespace Holdfast.Audit.Showing;

/// <summary><c>holdfast audit</c>.</summary>
internal sealed class AuditVerb(AuditReader audit, TimeProvider time) : IVerb
{
    private const int UsualLimit = 1_000;
    private const int MaxLimit = 100_000;

    private static readonly TimeSpan UsualSpan = TimeSpan.FromDays(7);

    /// <summary>What can be typed behind it.</summary>
    public static VerbParameter[] Parameters { get; } =
    [
        new("since", "From when on: a date, a time of UTC, or how long ago. Default: 7d.") { ValueName = "when" },
        new("user", "Only what this person did, or what was done for them.") { ValueName = "id" },
        new("act", "Only this, such as approval.denied, or all that begins so, such as approval.") { ValueName = "act" },
        new("limit", $"The most lines, the newest first. Default: {UsualLimit}.") { ValueName = "number" },
    ];

    /// <inheritdoc/>
    public async ValueTask<VerbReply> RunAsync(VerbCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var now = time.GetUtcNow();
        var (user, act) = (call.Text("user"), call.Text("act") ?? "");
        var found = await audit.ReadAsync(
            call.Moment("since", now) ?? now - UsualSpan,
            entry => (user is null || entry.By == user || entry.For == user) && entry.Act.StartsWith(act, StringComparison.Ordinal),
            call.Number("limit", UsualLimit, 1, MaxLimit),
            cancellationToken);
        return VerbReply.Of(found, AuditJson.Default.IReadOnlyListAuditEntry, TextTable.Of("Nothing in that time.", ["when (UTC)", "what", "by", "for", "with", "where", "id"], found.Select(Cells)));
    }

    private static string[] Cells(AuditEntry entry) =>
        [TextTable.Moment(entry.At), entry.Act, entry.By ?? "-", entry.For ?? "", entry.What ?? "", entry.Where ?? "", entry.Reference ?? ""];
}
