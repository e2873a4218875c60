using System.Collections.Frozen;
using System.Reflection;
using Holdfast.Simulator.Control;

namespace Holdfast.Simulator.Page;

/// <summary>The page's files, carried inside the assembly so that the simulator is one program wherever it is started from.</summary>
internal sealed class PageEndpoint
{
    private const string Folder = "Holdfast.Simulator.Page.Content.";

    /// <summary>
    /// Nothing from elsewhere but pictures of this machine, nothing inline: what a bot writes cannot become a script even if a renderer has a
    /// hole.
    /// </summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly FrozenDictionary<string, (byte[] Bytes, string Type)> _files = Load();

    public async Task HandleAsync(HttpContext context, string path)
    {
        if (!SameOrigin.AllowsPage(context.Request) || !HttpMethods.IsGet(context.Request.Method)
            || !_files.TryGetValue(path == "/" ? "/index.html" : path, out var file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        context.Response.ContentType = file.Type;
        context.Response.ContentLength = file.Bytes.Length;
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }

    private static FrozenDictionary<string, (byte[] Bytes, string Type)> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToFrozenDictionary(name => "/" + name[Folder.Length..], name => (Read(assembly, name), TypeOf(name)));
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
