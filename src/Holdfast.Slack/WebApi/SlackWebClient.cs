using System.Text.Json;
using Holdfast.Slack.Json;
using Holdfast.Slack.WebApi.Addresses;
using Microsoft.Extensions.Logging;

namespace Holdfast.Slack.WebApi;

/// <summary>
/// Calls Slack's Web API (https://docs.slack.dev/apis/web-api): one request, one answer or one <see cref="SlackException"/>.
/// </summary>
/// <remarks>
/// Nothing is ever repeated here. A repetition after a lost answer posts a message twice, and only a durable outbox can
/// look the result up first; it finds what it needs in the exception. A handler underneath may try again to connect: a connection
/// that could not be made was no request. Safe for concurrent use; hold one for the process.
/// </remarks>
public sealed partial class SlackWebClient
{
    private readonly HttpClient _http;
    private readonly SlackExchange _exchange;
    private readonly TimeProvider _time;
    private readonly ILogger<SlackWebClient> _logger;
    private readonly MethodAddresses _addresses;
    private readonly TrustedAddresses _trusted;
    private readonly TimeSpan _timeout;
    private readonly TimeSpan _uploadTimeout;
    private readonly TimeSpan _maxRetryAfter;
    private readonly BearerHeaders _bearers = new();

    /// <summary>Makes a client.</summary>
    /// <param name="http">
    /// Best made with <see cref="SlackHttp.CreateHandler"/> and an infinite <see cref="HttpClient.Timeout"/>, since the
    /// limit of <see cref="SlackWebClientOptions.Timeout"/> is kept here. Not disposed by this class.
    /// </param>
    /// <param name="options">The settings; read once.</param>
    /// <param name="time">The clock of the time limit.</param>
    /// <param name="logger">Takes method, status and duration; never tokens, arguments or answers.</param>
    public SlackWebClient(HttpClient http, SlackWebClientOptions options, TimeProvider time, ILogger<SlackWebClient> logger)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        Clock = new SlackTime(time);
        _http = http;
        _exchange = new SlackExchange(http, time, Clock, options);
        _time = time;
        _logger = logger;
        _addresses = new MethodAddresses(options.ApiUrl);
        _trusted = new TrustedAddresses(options.ApiUrl);
        _timeout = options.Timeout;
        _uploadTimeout = options.UploadTimeout;
        _downloadTimeout = options.DownloadTimeout;
        _maxRetryAfter = options.MaxRetryAfter;
    }

    /// <summary>What Slack's clock shows, as far as its answers have told.</summary>
    public SlackTime Clock { get; }

    /// <summary>Calls any method with arguments that are already JSON, as kept by a durable outbox.</summary>
    /// <param name="method">The method, such as <c>chat.postMessage</c>.</param>
    /// <param name="token">The bot, user or app-level token; sent in the Authorization header only.</param>
    /// <param name="jsonArguments">A JSON object in UTF-8; empty means no arguments. Becomes a form where the method wants one.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <returns>The answer, with <c>ok</c> true.</returns>
    /// <exception cref="SlackException">Slack refused, or no trustworthy answer came.</exception>
    /// <exception cref="ArgumentException">The method's name the token or the arguments cannot be sent.</exception>
    public async Task<SlackResponse> CallAsync(
        string method, string token, ReadOnlyMemory<byte> jsonArguments, CancellationToken cancellationToken)
    {
        var (answer, head) = await SendAsync(method, _bearers.Of(token), jsonArguments, cancellationToken).ConfigureAwait(false);
        return new SlackResponse { Body = answer.Body, Warning = head.Warning, NextCursor = head.NextCursor, ScopesHeader = answer.Scopes };
    }

    /// <summary>Calls a method that has a type.</summary>
    /// <typeparam name="TResponse">What the method answers.</typeparam>
    /// <param name="request">The method and its arguments.</param>
    /// <param name="token">The bot, user or app-level token; sent in the Authorization header only.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <returns>The answer, with <c>ok</c> true.</returns>
    /// <exception cref="SlackException">Slack refused, or no trustworthy answer came.</exception>
    public Task<TResponse> CallAsync<TResponse>(
        SlackRequest<TResponse> request, string token, CancellationToken cancellationToken)
        where TResponse : SlackResponse => ExchangeAsync(request, _bearers.Of(token), cancellationToken);

    /// <summary>Calls a method that wants no token, because it is nobody's: <c>api.test</c>.</summary>
    /// <typeparam name="TResponse">What the method answers.</typeparam>
    /// <param name="request">The method and its arguments.</param>
    /// <param name="cancellationToken">Cancels the call; whether Slack performed it is unknown then.</param>
    /// <returns>The answer, with <c>ok</c> true.</returns>
    /// <exception cref="SlackException">Slack refused, or no trustworthy answer came.</exception>
    public Task<TResponse> CallAsync<TResponse>(SlackRequest<TResponse> request, CancellationToken cancellationToken)
        where TResponse : SlackResponse => ExchangeAsync(request, authorization: null, cancellationToken);

    private async Task<TResponse> ExchangeAsync<TResponse>(
        SlackRequest<TResponse> request, string? authorization, CancellationToken cancellationToken)
        where TResponse : SlackResponse
    {
        ArgumentNullException.ThrowIfNull(request);
        var (answer, head) = await SendAsync(request.Method, authorization, request.ToJson(), cancellationToken).ConfigureAwait(false);
        try
        {
            var response = JsonSerializer.Deserialize(answer.Body, request.ResponseContract)!;
            response.Body = answer.Body;
            response.NextCursor = head.NextCursor;
            response.ScopesHeader = answer.Scopes;
            return response;
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            throw Failure(request.Method, SlackErrors.InvalidResponse, status: 200, CauseWithoutText(exception));
        }
    }

    private async Task<(SlackAnswer Answer, ResponseHead Head)> SendAsync(
        string method, string? authorization, ReadOnlyMemory<byte> arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(method);
        var address = _addresses.For(method);
        using var content = CreateContent(method, arguments);
        var started = _time.GetTimestamp();
        var answer = await _exchange.PostAsync(method, address, authorization, content, _timeout, cancellationToken).ConfigureAwait(false);
        LogAnswered(method, answer, started);
        return (answer, Judge(method, answer));
    }

    private ResponseHead Judge(string method, in SlackAnswer answer)
    {
        var head = answer.Body is null ? null : ResponseHead.TryRead(answer.Body);

        // Somebody else's page has somebody else's clock.
        if (head is not null && answer.Dated is { } times)
            Clock.Learn(times);
        if (head is { Ok: true } && answer.IsSuccess)
            return head;

        // Slack's own word goes before the status, but a 429 or 5xx keeps its meaning whatever the body says.
        var error = answer.Status == 429 || answer.Status >= 500 || head?.Error is null
            ? answer.IsSuccess ? SlackErrors.InvalidResponse : SlackErrors.ForStatus(answer.Status)
            : head.Error;
        throw new SlackException(method, error)
        {
            HttpStatus = answer.Status,
            RetryAfter = answer.RetryAfter,
            Details = head?.Details ?? [],
            Needed = head?.Needed,
            Provided = head?.Provided,
        };
    }

    private static ArgumentsContent CreateContent(string method, ReadOnlyMemory<byte> arguments)
    {
        try
        {
            return ArgumentsContent.Create(method, arguments.IsEmpty ? "{}"u8.ToArray() : arguments);
        }
        catch (Exception exception) when (TolerantJson.IsWrong(exception))
        {
            throw new ArgumentException("The arguments are not a JSON object.", nameof(arguments), CauseWithoutText(exception));
        }
    }

    private static SlackException Failure(string method, string error, int status, Exception cause) =>
        new(method, error, cause) { HttpStatus = status };

    // The reader's own message can quote the text it stumbled over.
    private static JsonException CauseWithoutText(Exception exception) =>
        new("The JSON has an unexpected shape.", (exception as JsonException)?.Path, null, (exception as JsonException)?.BytePositionInLine);

    private void LogAnswered(string method, in SlackAnswer answer, long started) =>
        LogAnswered(method, answer.Status, answer.Body?.Length ?? -1, _time.GetElapsedTime(started).TotalMilliseconds);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "Slack {Method} answered {Status} with {Bytes} bytes in {Milliseconds} ms.")]
    private partial void LogAnswered(string method, int status, int bytes, double milliseconds);
}
