using System.Runtime.CompilerServices;
using Holdfast.Agents;
using Holdfast.AI.Errors;
using Microsoft.Extensions.AI;

namespace Holdfast.AI.Models;

/// <summary>Waits for the beginning of an answer, and no longer than is wanted: of a model that hangs nothing else is heard before the run is over.</summary>
internal static class FirstWord
{
    /// <summary>The answer as it comes.</summary>
    /// <param name="ask">Asks for it.</param>
    /// <param name="patience">The longest wait for its beginning.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AgentException">It has not begun in time.</exception>
    public static async IAsyncEnumerable<ChatResponseUpdate> Within(
        Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> ask, TimeSpan patience, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        await using var answer = ask(either.Token).GetAsyncEnumerator(either.Token);
        while (true)
        {
            try
            {
                if (!await answer.MoveNextAsync())
                    yield break;
            }
            catch (Exception e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested && e is OperationCanceledException or AgentException)
            {
                throw ErrorWording.Of(ErrorKind.Unreachable, new TimeoutException($"The model did not begin to answer within {patience}.", e));
            }

            late.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return answer.Current;
        }
    }
}
