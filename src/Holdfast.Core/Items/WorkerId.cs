namespace Holdfast.Items;

/// <summary>One server process, as the store knows it. A process that restarts is another worker.</summary>
/// <param name="Value">Host name, process id and start, for people who read logs.</param>
public sealed record WorkerId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
