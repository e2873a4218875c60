using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Holdfast.Http;
using Holdfast.Records;
using Holdfast.Slack;
using Holdfast.Text;
using Microsoft.Extensions.Options;

namespace Holdfast.Agents.External;

/// <summary>
/// A program of the operator's own that answers over HTTP: the spine is Holdfast's, what it says is its own. A question is signed, and asked again under
/// the same id after a failure or a crash, so that it can tell.
/// </summary>
/// <param name="http">Makes the calls.</param>
/// <param name="options">Where, and the secret.</param>
/// <param name="time">The clock.</param>
public sealed class ExternalAgent(HttpClient http, IOptions<ExternalAgentOptions> options, TimeProvider time) : IAgent
{
    /// <summary>The kind of the steps that it tells of.</summary>
    private const string Step = "step";

    /// <summary>The most steps of one answer that are kept.</summary>
    private const int MaxSteps = 200;

    private const int MaxName = 200;
    private const int MaxWords = 1_000;

    /// <inheritdoc/>
    public string Name => options.Value.Url!.Host;

    /// <inheritdoc/>
    public async IAsyncEnumerable<AgentUpdate> RunAsync(AgentTurn turn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var history = await turn.Memory.GetTurnsAsync(turn.Conversation, cancellationToken);
        yield return new AgentUpdate.StepStarted(StepKinds.Model, Name, turn.Content.Text);
        using var request = Compose(turn, history);
        using var response = await SendAsync(request, cancellationToken);
        await using var pieces = ExternalAnswer.ReadAsync(response, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var steps = 0;
        while (await NextAsync(pieces, cancellationToken))
        {
            if (pieces.Current.Error is { } words)
                throw new AgentException(TextCut.Beginning(words, MaxWords), isTransient: false);
            if (pieces.Current.Text is { } answer)
            {
                yield return new AgentUpdate.StepFinished(answer);
                yield return new AgentUpdate.Answer(answer);
                yield break;
            }

            if (pieces.Current.Step is { Length: > 0 } step && ++steps <= MaxSteps)
            {
                yield return new AgentUpdate.StepFinished(Output: null);
                yield return new AgentUpdate.StepStarted(Step, TextCut.Beginning(step, MaxName));
            }

            if (pieces.Current.Delta is { Length: > 0 } delta)
                yield return new AgentUpdate.TextDelta(delta);
        }
    }

    private HttpRequestMessage Compose(AgentTurn turn, IReadOnlyList<Turn> history)
    {
        var body = ExternalQuestion.Of(turn, history);
        var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream, application/json, text/plain");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Holdfast", productVersion: null));
        RequestSignature.AddTo(request, options.Value.Secret, options.Value.PreviousSecret, turn.Run.ToString(), time.GetUtcNow(), body);
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw Refused(response.StatusCode, RetryAfter.Read(response.Headers, time));
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ExternalPiece> pieces, CancellationToken cancellationToken)
    {
        try
        {
            return await pieces.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            throw new AgentException("The answer was cut off.", isTransient: true, e);
        }
    }

    private static AgentException Refused(HttpStatusCode status, TimeSpan? retryAfter) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            new AgentException("The agent doesn't accept my signature. Please tell an operator (ExternalAgent:Secret).", isTransient: false, new HttpRequestException($"HTTP {(int)status}")),
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
            new AgentException("The agent is having problems. Please try again later.", isTransient: true, new HttpRequestException($"HTTP {(int)status}")) { RetryAfter = retryAfter },
        _ => new AgentException($"The agent refused my question (HTTP {(int)status}). Please tell an operator.", isTransient: false),
    };

    private static AgentException Unreachable(Exception error) =>
        new("I can't reach the agent at the moment. Please try again later.", isTransient: true, error);
}
