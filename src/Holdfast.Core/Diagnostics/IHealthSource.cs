namespace Holdfast.Diagnostics;

/// <summary>A part that knows what is wrong with it: <c>/health</c> asks all of them, each time.</summary>
public interface IHealthSource
{
    /// <summary>What is wrong, each in a sentence that says what to do, without secrets; empty when nothing is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<string>> GetProblemsAsync(CancellationToken cancellationToken);
}
