namespace Holdfast.Simulator.Model;

/// <summary>Why a request is refused, in the words OpenAI has for it.</summary>
/// <param name="Message">The sentence.</param>
/// <param name="Param">The part of the request that is wrong.</param>
/// <param name="Code">OpenAI's code; it has none for many refusals.</param>
internal sealed record ModelProblem(string Message, string? Param = null, string? Code = null)
{
    /// <summary>The status. Default 400.</summary>
    public int Status { get; init; } = 400;

    /// <summary>The error's type; null for the one that goes with the status.</summary>
    public string? Type { get; init; }
}
