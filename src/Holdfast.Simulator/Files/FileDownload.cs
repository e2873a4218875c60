using Microsoft.Net.Http.Headers;

namespace Holdfast.Simulator.Files;

/// <summary>A file's bytes as an answer that a browser saves and never shows.</summary>
internal static class FileDownload
{
    public static async Task SendAsync(HttpContext context, FileEntry entry, string type)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(entry.File.Name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = type;
        context.Response.ContentLength = entry.Bytes.Length;
        await context.Response.Body.WriteAsync(entry.Bytes, context.RequestAborted);
    }
}
