namespace Holdfast.Simulator.Blocks;

/// <summary>What is wrong with blocks, in the form of Slack's messages; the first finding is what a client is told.</summary>
internal sealed class Findings
{
    public string? First { get; private set; }

    public void Add(string problem, string pointer) => First ??= $"[ERROR] {problem} [json-pointer:{pointer}]";

    /// <summary>Takes over what another check found and has already worded.</summary>
    public void Take(string finding) => First ??= finding;

    public void Missing(string field, string pointer) => Add($"missing required field: {field}", pointer);
}
