namespace Holdfast.Diagnostics;

/// <summary>A part that knows what is wrong with it: <c>/health</c> asks all of them, each time.</summary>
public interface IHealthSource
{
    /// <summary>What is wrong, each in a sentence that says what to do, without secrets; empty when nothing is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<string>> GetProblemsAsync(CancellationToken cancellationToken);

    /// <summary>What is under way that an operator may want to know of, though nothing is wrong; empty when nothing is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<string>> GetRemarksAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);
}
