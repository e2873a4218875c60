using System.Buffers.Text;
using Holdfast.AI.Errors;
using Holdfast.AI.OpenAI;
using Holdfast.AI.Wire;
using Holdfast.Agents;
using Holdfast.Deliveries;
using Holdfast.Http;
using Holdfast.Http.Fetching;
using Holdfast.Images;
using Holdfast.Runs;
using Holdfast.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.AI.Images;

/// <summary>
/// OpenAI's images API, and whatever is alike: https://platform.openai.com/docs/api-reference/images. What is sent is the least that all of them know; what comes back
/// is the picture itself, or an address where it is.
/// </summary>
internal sealed partial class ImageApi(
    IOptions<ImageOptions> options,
    IOptions<OpenAIOptions> openAI,
    OutgoingHttp http,
    WebFetcher web,
    IOptions<RunOptions> runs,
    TimeProvider time,
    ILogger<ImageApi> logger) : IImageModel
{
    private static readonly ModelPrices NotKnown = new(Input: null, Output: null);

    private readonly HttpClient _client = http.CreateClient(runs.Value.AgentCalls());

    /// <inheritdoc/>
    public async ValueTask<MadeImage> MakeAsync(ImageOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        using var late = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await AskAsync(order, either.Token);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ImageException($"the image service took longer than {Quantities.Duration(options.Value.Timeout)}. Try a simpler picture, or again later.", e);
        }
        catch (HttpRequestException e)
        {
            LogUnreachable(e);
            throw new ImageException("the image service cannot be reached. Try again later.", e);
        }
        catch (IOException e)
        {
            LogUnreachable(e);
            throw new ImageException("the image service broke off in the midst of its answer. Try again later.", e);
        }
    }

    private async Task<MadeImage> AskAsync(ImageOrder order, CancellationToken cancellationToken)
    {
        var endpoint = openAI.Value.With(options.Value.ApiKey is { Length: > 0 } key ? key : null, options.Value.BaseUrl);
        using var message = new HttpRequestMessage(HttpMethod.Post, AddressOf(endpoint, order.Original is null ? "generations" : "edits"))
        {
            Content = order.Original is { } original ? ImageRequests.Form(order, original, options.Value) : ImageRequests.Json(order, options.Value),
        };
        endpoint.Authorize(message);
        using var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw Refused(await Refusal.ReadAsync(response, cancellationToken), endpoint.ApiKey);
        var answer = ImageAnswer.Read(await ReadAsync(response, cancellationToken)) ?? throw Unreadable();
        var bytes = answer.Bytes ?? await FetchAsync(answer.Address!, cancellationToken);
        if (bytes.Length > KeptFile.MaxBytes)
            throw TooLarge();
        var type = PictureType.Of(bytes) ?? throw Unreadable();
        return new MadeImage(bytes, type, UsageOf(answer));
    }

    private static Uri AddressOf(OpenAIOptions endpoint, string what) =>
        new UriBuilder(endpoint.Root) { Path = $"{endpoint.Root.AbsolutePath.TrimEnd('/')}/images/{what}" }.Uri;

    /// <summary>The answer is the picture as base64, with little around it.</summary>
    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var most = Base64.GetMaxEncodedToUtf8Length(KeptFile.MaxBytes) + (64 * 1024);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var more)
        {
            read.Write(buffer, 0, more);
            if (read.Length > most)
                throw TooLarge();
        }

        return read.ToArray();
    }

    private async Task<byte[]> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            var fetched = await web.GetAsync(address, new FetchOrder(HttpPurpose.Picture, KeptFile.MaxBytes) { Accept = "image/*" }, cancellationToken);
            return fetched.Body is { Length: > 0 } body ? body.ToArray() : throw Unreadable();
        }
        catch (FetchException e)
        {
            LogNotFetched(e, address.IdnHost);
            throw new ImageException($"the image service gave an address from which the picture could not be fetched: {e.Message}", e);
        }
    }

    private AgentUsage UsageOf(ImageAnswer answer)
    {
        var own = options.Value;
        return new AgentUsage(Model: null, answer.InputTokens, answer.OutputTokens)
        {
            Prices = own is { InputPrice: null, OutputPrice: null } ? NotKnown : new ModelPrices(own.InputPrice, own.OutputPrice),
            CostMicros = own.Price is { } price ? (long)decimal.Round(price * 1_000_000) : null,
        };
    }

    private ImageException Refused(ProviderError error, string key)
    {
        var failure = ErrorWording.Of(error, key, "Images");
        LogRefused(failure.InnerException!.Message);
        return new ImageException(ErrorKinds.Of(error) switch
        {
            ErrorKind.Moderated => "the image service does not make this picture: its safety rules refuse the description. Say so; do not try to get round it with other words.",
            ErrorKind.NoCredit => "the image service's account has no credit left. An operator has to see to it.",
            ErrorKind.RateLimited or ErrorKind.Overloaded => "the image service has too much to do. Try again in a minute.",
            ErrorKind.Troubled or ErrorKind.Unreachable => "the image service is having problems. Try again later.",
            ErrorKind.WrongKey or ErrorKind.WrongModel or ErrorKind.WrongAddress or ErrorKind.Moved or ErrorKind.WebPage or ErrorKind.WrongRegion =>
                "the image service is not set up as it should be. An operator has to see to it: the log says why.",
            _ => $"the image service refuses it: {SafeQuote.Of(error.Said, key)}",
        }, failure);
    }

    private static ImageException Unreadable() => new("the image service answered with something that is no picture. If this keeps happening, an operator has to see to it.");

    private static ImageException TooLarge() => new($"the picture has more than {Quantities.Bytes(KeptFile.MaxBytes)}. Ask for a smaller one.");

    [LoggerMessage(750, LogLevel.Warning, "The image model refused: {Said}")]
    private partial void LogRefused(string said);

    [LoggerMessage(751, LogLevel.Warning, "The image model could not be reached")]
    private partial void LogUnreachable(Exception error);

    [LoggerMessage(752, LogLevel.Warning, "The picture could not be fetched from {Host}, where the image model said it was. A host of your own network has to be one of Fetch:AllowedHosts")]
    private partial void LogNotFetched(Exception error, string host);
}
