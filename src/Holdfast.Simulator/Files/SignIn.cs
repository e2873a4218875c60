namespace Holdfast.Simulator.Files;

/// <summary>
/// Slack's sign-in page, which it shows in place of a file to whoever may not have it. Its status is 200: a careless client takes it for the
/// file.
/// </summary>
internal static class SignIn
{
    /// <summary>Where it is.</summary>
    public const string Path = "/signin";

    /// <summary>How the paths of <c>permalink</c> begin: pages for people who are signed in.</summary>
    public const string Permalinks = "/files/";

    private const string Page =
        "<!DOCTYPE html><html lang=\"en-US\"><head><meta charset=\"utf-8\"><title>Sign in | Slack</title></head>"
        + "<body><h1>Sign in to Holdfast Harbour</h1><form action=\"/signin\"><input type=\"email\" name=\"email\"></form></body></html>";

    public static Task ShowAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(Page, context.RequestAborted);
    }

    /// <summary>Sends the client there, as Slack does with one that nobody knows.</summary>
    public static void Redirect(HttpContext context) =>
        context.Response.Redirect($"{Path}?redir={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
}
