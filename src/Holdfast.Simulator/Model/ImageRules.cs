using System.Text.RegularExpressions;
using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Model;

/// <summary>
/// Reads the pictures of a request, and refuses what OpenAI refuses: https://platform.openai.com/docs/guides/images-vision. An address is
/// not fetched; as from OpenAI, nothing on this machine could be reached.
/// </summary>
internal sealed partial class ImageRules
{
    private const int MaxImages = 500;
    private const long MaxBytes = 50L * 1024 * 1024;
    private const string Supported = "['png', 'jpeg', 'gif', 'webp']";

    private static readonly string[] Details = ["auto", "low", "high"];
    private static readonly string[] MediaTypes = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"];

    private long _bytes;
    private int _count;

    /// <summary>One picture of several in a request.</summary>
    /// <param name="url">Where it is, or itself as a data URL.</param>
    /// <param name="detail">What was said of how closely to look.</param>
    /// <param name="at">Its place in the request.</param>
    /// <param name="image">The picture.</param>
    /// <returns>Why it is refused, or null.</returns>
    public ModelProblem? Read(string? url, string? detail, string at, out ModelImage? image)
    {
        image = null;
        if (string.IsNullOrEmpty(url)) return new ModelProblem($"Missing required parameter: '{at}'.", at, "missing_required_parameter");
        if (detail is not null && !Details.Contains(detail))
            return new ModelProblem($"Invalid value: '{detail}'. Supported values are: 'low', 'high', and 'auto'.", Beside(at, "detail"), "invalid_value");
        if (!url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return CannotFetch(url, at);
        if (DataUrl().Match(url) is not { Success: true } data)
        {
            return new ModelProblem(
                $"Invalid '{at}'. Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got an invalid data URL.",
                at,
                "invalid_value");
        }

        var mediaType = data.Groups["type"].Value.ToLowerInvariant();
        if (!MediaTypes.Contains(mediaType))
        {
            return new ModelProblem(
                $"You uploaded an unsupported image. Please make sure your image has of one the following formats: {Supported}.", at, "unsupported_image_media_type");
        }

        return Decode(url.AsSpan(data.Length), mediaType, detail ?? "auto", at, out image);
    }

    /// <summary>Whether a model sees at all; that it does not is said of the part that holds the picture.</summary>
    public static ModelProblem? CheckModel(string model, string at) => model.StartsWith("gpt-3.5", StringComparison.Ordinal)
        ? new ModelProblem("Invalid content type. image_url is only supported by certain models.", at)
        : null;

    private ModelProblem? Decode(ReadOnlySpan<char> base64, string mediaType, string detail, string at, out ModelImage? image)
    {
        image = null;
        if (base64.IsEmpty) return new ModelProblem("The image is empty. Please upload a valid image.", at, "empty_image_file");
        var bytes = new byte[((base64.Length * 3) / 4) + 3];
        if (!Convert.TryFromBase64Chars(base64, bytes, out var length)) return new ModelProblem("Invalid base64 image_url.", at, "invalid_base64_image");
        _bytes += length;
        if (_bytes > MaxBytes) return new ModelProblem("The images of a request must not exceed 50 MB in total.", at, "image_too_large");
        if (++_count > MaxImages) return new ModelProblem($"Too many images in request. Maximum is {MaxImages}.", at, "too_many_images");
        if (PictureInfo.Read(bytes.AsSpan(0, length)) is not { } info)
            return new ModelProblem("The image data you provided does not represent a valid image. Please check your input and try again.", at, "image_parse_error");
        image = new ModelImage(mediaType, bytes.AsMemory(0, length), info, detail);
        return null;
    }

    private static ModelProblem CannotFetch(string url, string at) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? new ModelProblem($"Error while downloading {url}.", at, "invalid_image_url")
        : new ModelProblem($"Invalid '{at}'. Expected a valid URL, but got a value with an invalid format.", at, "invalid_value");

    private static string Beside(string at, string name) => at[..(at.LastIndexOf('.') + 1)] + name;

    [GeneratedRegex("^data:(?<type>[a-z]+/[a-z0-9.+-]+);base64,", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DataUrl();
}
