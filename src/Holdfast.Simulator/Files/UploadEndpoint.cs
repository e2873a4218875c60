using Holdfast.Simulator.Faults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Simulator.Files;

/// <summary>
/// <c>/upload/{token}</c>: takes a file's bytes, raw as Python's SDK sends them under whatever content type, or as the one part of a
/// multipart form as Node's does. Who knows the address needs no token.
/// </summary>
internal sealed class UploadEndpoint(FileStore files, Lock gate, FaultPlan faults, TimeProvider time)
{
    /// <summary>Room for what a form writes around the bytes.</summary>
    private const int FormOverhead = 64 * 1024;

    public async Task HandleAsync(HttpContext context, string token)
    {
        FileEntry? entry;
        lock (gate) entry = files.FindUpload(token);
        if (entry is not { Phase: not FilePhase.Completed } || !HttpMethods.IsPost(context.Request.Method))
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, "not found");
            return;
        }

        try
        {
            var fault = faults.Next(Fault.FileUpload);
            if (fault is not null && await fault.StrikeAsync(context, time)) return;
            await TakeAsync(context, entry, fault);
        }
        catch (BadHttpRequestException exception)
        {
            await AnswerAsync(context, exception.StatusCode, "more than any file may have");
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client went away; the upload is still open.
        }
    }

    private async Task TakeAsync(HttpContext context, FileEntry entry, Fault? fault)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = FileStore.MaxFileBytes + FormOverhead;
        var bytes = await ReadAsync(context.Request, entry.File.Size, context.RequestAborted);
        if (bytes?.Length != entry.File.Size)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, $"length mismatch: {entry.File.Size} bytes were announced");
            return;
        }

        lock (gate)
        {
            // Sent twice is fine until it is completed: a client whose answer was lost sends again.
            if (entry.Phase != FilePhase.Completed) entry.Fill(bytes, FilePhase.Uploaded);
        }

        if (fault?.Kind == FaultKind.LoseResponse) context.Abort();
        else await AnswerAsync(context, StatusCodes.Status200OK, $"OK - {bytes.Length}");
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, long announced, CancellationToken gone)
    {
        var isForm = request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;
        if (!isForm) return await ReadAllAsync(request.Body, announced, gone);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Boundary.Length == 0) return null;
        try
        {
            var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), request.Body);
            return await reader.ReadNextSectionAsync(gone) is { } part ? await ReadAllAsync(part.Body, announced, gone) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Reads one byte more than announced at most: that is enough to see that there are too many.</summary>
    private static async Task<byte[]> ReadAllAsync(Stream body, long announced, CancellationToken gone)
    {
        var bytes = new byte[announced + 1];
        var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, gone);
        return bytes[..read];
    }

    private static Task AnswerAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
