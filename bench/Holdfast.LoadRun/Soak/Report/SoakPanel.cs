namespace Holdfast.LoadRun.Soak.Report;

/// <summary>A curve: each stretch of it without a gap.</summary>
/// <param name="Name">What it shows; nothing where the panel's title says so.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Stretches">In the order of time.</param>
internal sealed record SoakCurve(string Name, string Colour, IReadOnlyList<IReadOnlyList<(TimeSpan At, double Value)>> Stretches);

/// <summary>One of the diagrams that share an axis of time.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Unit">In what.</param>
/// <param name="Curves">The curves.</param>
internal sealed record SoakPanel(string Title, string Unit, params SoakCurve[] Curves)
{
    public void Draw(Svg svg, SoakFrame frame, double top, double height)
    {
        var axis = SoakAxis.UpTo(Curves.SelectMany(curve => curve.Stretches).SelectMany(stretch => stretch).Select(point => point.Value).DefaultIfEmpty().Max());
        double Y(double value) => top + height - value / axis.Top * height;
        svg.Box(frame.Left, top, frame.Width, height, "#f6f8fa");
        foreach (var (at, _) in SoakAxis.Times(frame.Lasted))
            svg.Line(frame.X(at), top, frame.X(at), top + height, "#e1e4e8");
        foreach (var line in axis.Lines)
        {
            svg.Line(frame.Left, Y(line), frame.Right, Y(line), line == 0 ? "#8c959f" : "#d0d7de");
            svg.Words(frame.Left - 8, Y(line) + 4, SoakAxis.Label(line), 11, "#57606a", "end");
        }

        foreach (var kill in frame.Kills)
            svg.Line(frame.X(kill), top, frame.X(kill), top + height, SoakColours.Of(Disturbance.Kill), 1, "3 3");
        foreach (var curve in Curves)
        {
            foreach (var stretch in curve.Stretches)
                svg.Curve(stretch.Select(point => (frame.X(point.At), Y(point.Value))), curve.Colour);
        }

        svg.Words(frame.Left, top - 7, $"{Title}, {Unit}", 13, weight: "600");
        var right = frame.Right;
        foreach (var curve in Curves.Where(curve => curve.Name.Length > 0).Reverse())
        {
            svg.Words(right, top - 7, curve.Name, 12, curve.Colour, "end", "600");
            right -= 16 + 7 * curve.Name.Length;
        }
    }
}
