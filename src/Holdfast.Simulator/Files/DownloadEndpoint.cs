using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Faults;

namespace Holdfast.Simulator.Files;

/// <summary>
/// <c>/files-pri/{team}-{file}/[download/]{name}</c>, the address in <c>url_private</c>, and <c>/files-tmb/{team}-{file}/{size}/{name}</c>,
/// those of a picture's smaller copies. Without a bot token Slack does not refuse: it sends the client to its sign-in page, and one whose
/// token lacks <c>files:read</c> gets that page at once.
/// </summary>
internal sealed class DownloadEndpoint(FileStore files, Lock gate, AppTokens tokens, FaultPlan faults, TimeProvider time)
{
    public const string Scope = "files:read";

    public async Task HandleAsync(HttpContext context, string path, bool isThumbnail = false)
    {
        try
        {
            var fault = faults.Next(Fault.FileDownload);
            if (fault is not null && await fault.StrikeAsync(context, time)) return;
            if (fault?.Kind == FaultKind.LoseResponse) context.Abort();
            else await SendAsync(context, path.Split('/'), isThumbnail);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client went away.
        }
    }

    private async Task SendAsync(HttpContext context, string[] path, bool isThumbnail)
    {
        if (tokens.KindOf(AppTokens.TokenIn(context.Request.Headers.Authorization.ToString())) != TokenKind.Bot)
        {
            SignIn.Redirect(context);
            return;
        }

        if (!tokens.Has(Scope))
        {
            await SignIn.ShowAsync(context);
            return;
        }

        if (Find(path[0]) is not { } entry)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!isThumbnail) await FileDownload.SendAsync(context, entry.File.Name, entry.Bytes, entry.File.MimeType);
        else if (path.Length > 1 && int.TryParse(path[1], out var size) && Thumbnails.Of(entry.File).FirstOrDefault(known => known.Size == size) is { Size: > 0 } found)
            await FileDownload.SendAsync(context, entry.File.Name, Thumbnails.Draw(entry.Bytes, found), entry.File.MimeType);
        else context.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private FileEntry? Find(string place)
    {
        var dash = place.IndexOf('-');
        lock (gate)
        {
            return dash > 0 && files.Find(place[(dash + 1)..]) is { Phase: FilePhase.Completed, File: { IsDeleted: false, IsExternal: false } } entry ? entry : null;
        }
    }
}
