using Holdfast.Simulator.Pictures;

namespace Holdfast.Simulator.Model;

/// <summary>Makes a call of the image model out of its fields, and refuses what OpenAI refuses.</summary>
internal static class ImageRequestReader
{
    private const int MaxPrompt = 32_000;
    private const int MaxCount = 10;
    private const int MaxImages = 16;
    private const int MaxFileBytes = 50 * 1024 * 1024;
    private const int MaxPartial = 3;

    private static readonly string[] Sizes = ["1024x1024", "1024x1536", "1536x1024", "auto"];
    private static readonly string[] Qualities = ["low", "medium", "high", "auto"];
    private static readonly string[] Backgrounds = ["transparent", "opaque", "auto"];
    private static readonly string[] Formats = ["png"];

    private static readonly string[] Everywhere =
        ["model", "prompt", "n", "size", "quality", "background", "output_format", "output_compression", "partial_images", "stream", "user"];

    private static readonly string[] OnlyNew = ["moderation"];
    private static readonly string[] OnlyEdits = ["input_fidelity"];

    /// <summary>Why it is refused, or null.</summary>
    public static ModelProblem? Read(ImageFields fields, bool isEdit, out ImageRequest? request)
    {
        request = null;
        if (Check(fields, isEdit) is { } refused) return refused;
        if (Whole(fields, "n", 1, MaxCount, 1, out var count) is { } badCount) return badCount;
        if (Whole(fields, "partial_images", 0, MaxPartial, 0, out var partial) is { } badPartial) return badPartial;
        if (isEdit && !fields.Files.Exists(file => file.Field == "image"))
            return new ModelProblem("Missing required parameter: 'image'.", "image", "missing_required_parameter");
        if (ReadImages(fields, "image", out var images) is { } badImage) return badImage;
        if (ReadImages(fields, "mask", out var masks) is { } badMask) return badMask;
        if (masks is [var mask, ..] && (mask.Info.Width, mask.Info.Height) != (images[0].Info.Width, images[0].Info.Height))
            return new ModelProblem("Invalid mask image format - mask size does not match image size.", "mask", "invalid_mask_image_format");
        request = new ImageRequest(fields["model"]!, fields["prompt"]!)
        {
            IsEdit = isEdit,
            Images = images,
            FileNames = [.. fields.Files.Where(file => file.Field == "image").Select(file => file.Name)],
            Mask = masks.FirstOrDefault(),
            Count = count,
            Size = fields["size"] ?? "auto",
            Quality = fields["quality"] ?? "auto",
            Background = fields["background"] ?? "auto",
            PartialImages = string.Equals(fields["stream"], "true", StringComparison.OrdinalIgnoreCase) ? partial : null,
        };
        return null;
    }

    private static ModelProblem? Check(ImageFields fields, bool isEdit)
    {
        var known = Everywhere.Concat(isEdit ? OnlyEdits : OnlyNew);
        var files = isEdit ? (string[])["image", "mask"] : [];
        if (fields.Texts.Keys.Except(known).Concat(fields.Files.Select(file => file.Field).Except(files)).FirstOrDefault() is { } unknown)
            return new ModelProblem($"Unknown parameter: '{unknown}'.", unknown, "unknown_parameter");
        if (string.IsNullOrEmpty(fields["model"])) return new ModelProblem("you must provide a model parameter");
        if (!IsImageModel(fields["model"]!))
            return new ModelProblem($"Invalid value: '{fields["model"]}'. Value must be an image model.", "model", "invalid_value");
        if (string.IsNullOrEmpty(fields["prompt"])) return new ModelProblem("Missing required parameter: 'prompt'.", "prompt", "missing_required_parameter");
        if (fields["prompt"]!.Length > MaxPrompt)
        {
            return new ModelProblem(
                $"Invalid 'prompt': string too long. Expected a string with maximum length {MaxPrompt}, but got a string with length {fields["prompt"]!.Length} instead.",
                "prompt",
                "string_above_max_length");
        }

        return OneOf(fields, "size", Sizes) ?? OneOf(fields, "quality", Qualities) ?? OneOf(fields, "background", Backgrounds) ?? OneOf(fields, "output_format", Formats)
            ?? OneOf(fields, "moderation", ["auto", "low"]) ?? OneOf(fields, "input_fidelity", ["high", "low"])
            ?? (fields["output_compression"] is null or "100" ? null : new ModelProblem("Compression less than 100 is not supported for PNG output format.", "output_compression", "invalid_png_output_compression"));
    }

    private static bool IsImageModel(string model) => model == "simulated" || model.Contains("image", StringComparison.Ordinal);

    private static ModelProblem? OneOf(ImageFields fields, string name, string[] values)
    {
        if (fields[name] is not { } given || values.Contains(given)) return null;
        var known = string.Join(", ", values.SkipLast(1).Select(each => $"'{each}'"));
        known = values.Length == 1 ? $"'{values[0]}'" : $"{known}, and '{values[^1]}'";
        return new ModelProblem($"Invalid value: '{given}'. Supported values are: {known}.", name, "invalid_value");
    }

    private static ModelProblem? Whole(ImageFields fields, string name, int least, int most, int otherwise, out int number)
    {
        number = otherwise;
        if (fields[name] is not { } given) return null;
        if (!int.TryParse(given, out number)) return new ModelProblem($"Invalid type for '{name}': expected an integer, but got a string instead.", name, "invalid_type");
        if (number < least)
            return new ModelProblem($"Invalid '{name}': integer below minimum value. Expected a value >= {least}, but got {number} instead.", name, "integer_below_min_value");
        return number <= most
            ? null
            : new ModelProblem($"Invalid '{name}': integer above maximum value. Expected a value <= {most}, but got {number} instead.", name, "integer_above_max_value");
    }

    private static ModelProblem? ReadImages(ImageFields fields, string field, out List<ModelImage> images)
    {
        images = [];
        foreach (var file in fields.Files.Where(file => file.Field == field))
        {
            if (file.MediaType is not ("image/png" or "image/jpeg" or "image/webp"))
            {
                return new ModelProblem(
                    $"Invalid file '{field}': unsupported mimetype ('{file.MediaType}'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
                    field,
                    "unsupported_file_mimetype");
            }

            if (file.Bytes.Length > MaxFileBytes) return new ModelProblem($"Invalid file '{field}': the file is larger than 50 MB.", field, "file_too_large");
            if (PictureInfo.Read(file.Bytes) is not { Format: not PictureFormat.Gif } info)
                return new ModelProblem($"Invalid image file or mode for image {images.Count + 1}, please check your image file.", field, "invalid_image_file");
            images.Add(new ModelImage(file.MediaType, file.Bytes, info, "auto"));
        }

        return images.Count <= MaxImages
            ? null
            : new ModelProblem($"Invalid '{field}': array too long. Expected an array with maximum length {MaxImages}, but got an array with length {images.Count} instead.", field, "array_above_max_length");
    }
}
