using Microsoft.Net.Http.Headers;

namespace Holdfast.Simulator.Files;

/// <summary>A file's bytes as an answer that a browser saves and never shows, or as a picture that it shows.</summary>
internal static class FileDownload
{
    public static Task SendAsync(HttpContext context, string name, byte[] bytes, string type)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return WriteAsync(context, bytes, type);
    }

    /// <summary>Only for what is a picture by its bytes: what a bot uploads must not become a page under the simulator's own address.</summary>
    public static Task ShowAsync(HttpContext context, byte[] bytes, string type) => WriteAsync(context, bytes, type);

    private static async Task WriteAsync(HttpContext context, byte[] bytes, string type)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
