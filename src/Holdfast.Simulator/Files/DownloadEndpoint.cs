using Holdfast.Simulator.Faults;

namespace Holdfast.Simulator.Files;

/// <summary>
/// <c>/files-pri/{team}-{file}/[download/]{name}</c>, the address in <c>url_private</c>. Without a bot token Slack does not refuse: it
/// sends its sign-in page with 200, which a careless client takes for the file.
/// </summary>
internal sealed class DownloadEndpoint(FileStore files, Lock gate, string botToken, FaultPlan faults, TimeProvider time)
{
    private const string SignIn = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body><h1>Sign in to Holdfast Harbour</h1></body></html>";

    public async Task HandleAsync(HttpContext context, string path)
    {
        try
        {
            var fault = faults.Next(Fault.FileDownload);
            if (fault is not null && await fault.StrikeAsync(context, time)) return;
            if (fault?.Kind == FaultKind.LoseResponse) context.Abort();
            else await SendAsync(context, path);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client went away.
        }
    }

    private async Task SendAsync(HttpContext context, string path)
    {
        if (context.Request.Headers.Authorization.ToString() != $"Bearer {botToken}")
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(SignIn, context.RequestAborted);
            return;
        }

        if (Find(path) is not { } entry)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await FileDownload.SendAsync(context, entry, entry.File.MimeType);
    }

    private FileEntry? Find(string path)
    {
        var place = path.Split('/')[0];
        var dash = place.IndexOf('-');
        lock (gate)
        {
            return dash > 0 && files.Find(place[(dash + 1)..]) is { Phase: FilePhase.Completed } entry ? entry : null;
        }
    }
}
