namespace Holdfast.LoadRun.Soak.Report;

/// <summary>Where all panels stand, and the time that they share.</summary>
/// <param name="Left">Where time begins.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Lasted">How long it is.</param>
/// <param name="Kills">When the server was killed.</param>
internal sealed record SoakFrame(double Left, double Width, TimeSpan Lasted, IReadOnlyList<TimeSpan> Kills)
{
    public double Right => Left + Width;

    public double X(TimeSpan at) => Left + Math.Clamp(at / Lasted, 0, 1) * Width;
}

/// <summary>The colour of each disturbance; all can be told apart by those who see few colours.</summary>
internal static class SoakColours
{
    public static string Of(Disturbance kind) => kind switch
    {
        Disturbance.Kill => "#cf222e",
        Disturbance.Drop => "#8250df",
        Disturbance.Storm => "#0969da",
        Disturbance.SlackLimit => "#9a6700",
        Disturbance.ModelFault => "#57606a",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An unknown disturbance."),
    };
}
