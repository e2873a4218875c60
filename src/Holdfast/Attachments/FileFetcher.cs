using Holdfast.Deliveries;
using Holdfast.Http;
using Holdfast.Http.Fetching;
using Holdfast.Records;
using Holdfast.Rates;
using Holdfast.Slack;
using Holdfast.Slack.WebApi.Files;
using Holdfast.Storage;
using Holdfast.Text;
using Holdfast.Workspaces;
using Microsoft.Extensions.Options;

namespace Holdfast.Attachments;

/// <summary>Fetches files from Slack, and pictures that are linked, within bounds, into files that only the server's own user can read.</summary>
/// <param name="workspaces">Whose files they are.</param>
/// <param name="gate">Slack's limits.</param>
/// <param name="web">Fetches what is only linked.</param>
/// <param name="records">Files of the agent's own.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
internal sealed class FileFetcher(IWorkspaces workspaces, IRateGate gate, WebFetcher web, IRecordReader records, IOptions<AttachmentOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>A hundred runs with a file each must not fetch a hundred files at once.</summary>
    private const int AtOnce = 8;

    /// <summary>The longest wait for a turn of the rate gate: somebody waits for an answer.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    /// <summary>Fetches one.</summary>
    /// <param name="team">The workspace.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="UnreadableFileException">It cannot be had.</exception>
    public async ValueTask<LocalFile> FetchAsync(TeamId team, Attachment file, CancellationToken cancellationToken)
    {
        try
        {
            if (LinkedPictures.AddressOf(file) is { } link)
                return await FetchAsync(link, cancellationToken);
            if (KeptFile.IdOf(file) is { } own)
            {
                var kept = await records.GetAsync(KeptFile.Kind, own, cancellationToken);
                if (kept?.Content is { } content)
                    return await WriteAsync(kept.Name, kept.MediaType, destination => destination.WriteAsync(content, cancellationToken).AsTask());
                file = file with { Id = kept?.FileId ?? throw new UnreadableFileException("It is no longer known here.") };
            }

            var found = await DescribeAsync(team, file, cancellationToken);
            var address = AddressOf(found);
            return await WriteAsync(found.Name ?? found.Title ?? file.Name, found.Mimetype ?? file.MediaType, destination => FetchAsync(team, found, address, destination, cancellationToken));
        }
        catch (SlackException e)
        {
            throw Unreadable(e);
        }
        catch (FetchException e)
        {
            throw new UnreadableFileException(e.Message, e.InnerException) { IsTransient = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException("The server has no place to put it while it is read. An operator can free some.", e) { IsTransient = true };
        }
    }

    private async ValueTask<LocalFile> FetchAsync(Uri link, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            var order = new FetchOrder(HttpPurpose.Picture, options.Value.MaxFileBytes)
            {
                Accept = "image/*",
                WantsType = static type => type.StartsWith("image/", StringComparison.Ordinal) || type is "" or "application/octet-stream",
            };
            var fetched = await web.GetAsync(link, order, cancellationToken);
            if (fetched.Body is not { } body)
                throw new UnreadableFileException(fetched.IsSuccess ? "There is no picture at that address." : $"The host answers {(int)fetched.Status} to it.");
            return await WriteAsync(
                Path.GetFileName(link.AbsolutePath), fetched.MediaType is "" ? null : fetched.MediaType, destination => destination.WriteAsync(body, cancellationToken).AsTask());
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>A file of ours, filled; where that fails nothing of it is left.</summary>
    private static async ValueTask<LocalFile> WriteAsync(string name, string? mediaType, Func<Stream, Task> fill)
    {
        var local = LocalFile.Create(name, mediaType);
        try
        {
            await using var destination = local.OpenToWrite();
            await fill(destination);
            return local;
        }
        catch
        {
            await local.DisposeAsync();
            throw;
        }
    }

    private async ValueTask<SlackFile> DescribeAsync(TeamId team, Attachment file, CancellationToken cancellationToken)
    {
        var request = new FilesInfoRequest { File = file.Id };
        var call = new RateLimitedCall(team.Value, request.Method, "");
        if (await gate.WaitAsync(call, LongestTurn, time, cancellationToken) is not null)
            throw new SlackException(request.Method, SlackErrors.RateLimited);
        return (await gate.CallAsync(workspaces, team, request, call, cancellationToken)).File ?? throw new SlackException(request.Method, SlackErrors.InvalidResponse);
    }

    private Uri AddressOf(SlackFile file)
    {
        if (file.Mode is "tombstone" or "hidden_by_limit")
            throw new SlackException("files.info", "file_deleted");
        if (file.IsExternal || file.Mode == "external")
            throw new UnreadableFileException("It is kept outside of Slack, where this app cannot read it. Upload it to Slack, or paste what matters.");
        if (file.Size > options.Value.MaxFileBytes)
            throw TooLarge(file.Size);
        return Uri.TryCreate(file.UrlPrivateDownload ?? file.UrlPrivate, UriKind.Absolute, out var address)
            ? address
            : throw new UnreadableFileException("Slack does not give it to this app.");
    }

    private async Task FetchAsync(TeamId team, SlackFile found, Uri address, Stream destination, CancellationToken cancellationToken)
    {
        // What Slack itself writes is a page: a canvas is given as one.
        var isPage = found.Mimetype is "text/html" or "application/xhtml+xml" or "application/vnd.slack-docs" || found.Filetype is "html" or "quip" or "canvas";
        await _places.WaitAsync(cancellationToken);
        try
        {
            var slack = await workspaces.SlackOfAsync(team, cancellationToken);
            var bytes = await slack.DownloadAsync(address, isPage, options.Value.MaxFileBytes, destination, cancellationToken);
            if (found.Mimetype == "text/html" && found.Size is { } size && size != bytes)
                throw new SlackException(Slack.WebApi.SlackWebClient.PrivateUrl, SlackErrors.SignInPage);
        }
        finally
        {
            _places.Release();
        }
    }

    private UnreadableFileException TooLarge(long? size) => new(
        size is { } known
            ? $"It has {Quantities.Bytes(known)}, and at most {Quantities.Bytes(options.Value.MaxFileBytes)} are read."
            : $"It has more than {Quantities.Bytes(options.Value.MaxFileBytes)}, and no more are read.");

    private UnreadableFileException Unreadable(SlackException error) => error.Error switch
    {
        SlackErrors.TooLarge => TooLarge(size: null),
        SlackErrors.SignInPage or SlackErrors.MissingScope => new UnreadableFileException(
            $"Slack does not let this app read files: it lacks the scope {error.Needed ?? "files:read"}. An operator can add that to the app and install it again.", error) { IsTransient = true },
        "file_not_found" or "file_deleted" => new UnreadableFileException("It is no longer there: it was deleted.") { IsTransient = true },
        SlackErrors.UntrustedAddress => new UnreadableFileException("It is kept outside of Slack, where this app cannot read it."),
        _ when error.IsTransient => new UnreadableFileException("Slack did not give it just now. Ask again in a moment.", error) { IsTransient = true },
        _ => new UnreadableFileException($"Slack does not give it to this app ({error.Error}).", error) { IsTransient = true },
    };
}
