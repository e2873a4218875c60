using System.Globalization;

namespace Holdfast.LoadRun.Soak.Report;

/// <summary>A soak as one picture: the verdict, what was done to the server, and its figures over time.</summary>
internal static class SoakPicture
{
    private const double Width = 1_200;
    private const double Left = 130;
    private const double Margin = 30;
    private const double PanelHeight = 110;
    private const double PanelGap = 36;
    private const double RuleHeight = 22;
    private const double RowHeight = 20;
    private const string Good = "#1a7f37";
    private const string Bad = "#cf222e";
    private const string Faint = "#57606a";

    private static readonly (Disturbance Kind, string Name)[] Rows =
    [
        (Disturbance.Kill, "kill -9"), (Disturbance.Drop, "sockets cut"), (Disturbance.Storm, "redelivery"), (Disturbance.SlackLimit, "Slack's 429"), (Disturbance.ModelFault, "model faults"),
    ];

    /// <summary>Draws it.</summary>
    /// <param name="record">The soak.</param>
    /// <returns>An SVG document.</returns>
    public static string Draw(SoakRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var verdict = SoakVerdict.Of(record);
        var panels = SoakCurves.Panels(record);
        var ruleRows = (verdict.Rules.Count + 1) / 2;
        var rowsTop = 118 + ruleRows * RuleHeight;
        var panelsTop = rowsTop + Rows.Length * RowHeight + 48;
        var height = panelsTop + panels.Count * (PanelHeight + PanelGap) + 16;
        var frame = new SoakFrame(Left, Width - Left - Margin, record.Lasted, [.. record.Marks.Where(mark => mark.Kind == Disturbance.Kill).Select(mark => mark.At)]);
        var svg = new Svg(Width, height);
        svg.Title(Heading(record));
        svg.Box(0, 0, Width, height, "#ffffff");
        svg.Words(Margin, 38, Heading(record), 20, weight: "600");
        svg.Words(Margin, 60, Beneath(record), 13, Faint);
        DrawVerdict(svg, verdict, ruleRows);
        DrawMarks(svg, frame, record.Marks, rowsTop);
        for (var i = 0; i < panels.Count; i++)
            panels[i].Draw(svg, frame, panelsTop + i * (PanelHeight + PanelGap), PanelHeight);
        var bottom = panelsTop + panels.Count * (PanelHeight + PanelGap) - PanelGap;
        foreach (var (at, label) in SoakAxis.Times(record.Lasted))
            svg.Words(frame.X(at), bottom + 17, label, 11, Faint, "middle");
        svg.Words(frame.Right, bottom + 36, "minutes since the beginning; broken red lines: kill -9", 12, Faint, "end");
        return svg.ToString();
    }

    private static string Heading(SoakRecord record) =>
        Text($"Soak of {record.Version}: {record.Lasted.TotalMinutes:0.#} minutes on {record.Began:yyyy-MM-dd}, seed {record.Seed}");

    private static string Beneath(SoakRecord record) =>
        Text($"{record.Asked.Sum(count => count.Asked):N0} questions, {record.Marks.Count(mark => mark.Kind == Disturbance.Kill)} kills, {record.DeliveredAgain:N0} events delivered again; {record.Cores} cores, shared with Slack's and the model's simulator");

    private static void DrawVerdict(Svg svg, SoakVerdict verdict, int rows)
    {
        svg.Words(Margin, 92, verdict.Holds ? "VERDICT: passed" : "VERDICT: failed", 16, verdict.Holds ? Good : Bad, weight: "700");
        for (var i = 0; i < verdict.Rules.Count; i++)
        {
            var rule = verdict.Rules[i];
            var (x, y) = (Margin + i / rows * (Width / 2 - Margin / 2), 116 + i % rows * RuleHeight);
            svg.Words(x, y, rule.Holds ? "✓" : "✗", 14, rule.Holds ? Good : Bad, weight: "700");
            svg.Words(x + 20, y, rule.Rule, 13);
            svg.Words(x + 260, y, rule.Found, 13, rule.Holds ? Faint : Bad);
        }
    }

    private static void DrawMarks(Svg svg, SoakFrame frame, IReadOnlyList<SoakMark> marks, double top)
    {
        for (var row = 0; row < Rows.Length; row++)
        {
            var (kind, name) = Rows[row];
            var y = top + row * RowHeight;
            svg.Words(frame.Left - 8, y + 13, name, 12, SoakColours.Of(kind), "end", "600");
            svg.Line(frame.Left, y + RowHeight / 2, frame.Right, y + RowHeight / 2, "#e1e4e8");
            foreach (var mark in marks.Where(mark => mark.Kind == kind))
                svg.Box(frame.X(mark.At) - 1.5, y + 3, Math.Max(3, frame.X(mark.At + mark.Lasted) - frame.X(mark.At)), RowHeight - 6, SoakColours.Of(kind), mark.What);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
