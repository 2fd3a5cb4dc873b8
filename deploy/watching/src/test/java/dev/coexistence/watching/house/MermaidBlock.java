package dev.coexistence.watching.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A Mermaid diagram in a Markdown file, and the faults that its structure shows without Mermaid.
 *
 * @param place of the block, for messages
 * @param lines of the block, the first one its kind
 */
record MermaidBlock(String place, List<String> lines) {
    private static final Pattern MESSAGE =
            Pattern.compile(
                    "(\\w+)\\s*(?:-->>|->>|-->|->|-x|--x|-\\)|--\\))[+-]?\\s*(\\w+)\\s*:\\s*\\S.*");
    private static final Pattern PARTICIPANT =
            Pattern.compile("(?:participant|actor)\\s+(\\w+)(?:\\s+as\\s+\\S.*)?");
    private static final Pattern NOTE =
            Pattern.compile(
                    "Note (?:over|left of|right of) (\\w+)(?:\\s*,\\s*(\\w+))?\\s*:\\s*\\S.*");
    private static final Pattern OPENING =
            Pattern.compile("(?:loop|alt|opt|par|critical|rect|box)\\b.*");
    private static final Pattern MIDDLE = Pattern.compile("(?:else|and|option)\\b.*");

    private static final String NODE =
            "\\w[\\w-]*(?:\\[\\(\"[^\"]+\"\\)\\]|\\[\"[^\"]+\"\\]|\\(\"[^\"]+\"\\)|\\{\"[^\"]+\"\\})?";
    private static final Pattern EDGES =
            Pattern.compile(
                    NODE + "(?:\\s*(?:-->|---|-\\.->|==>)(?:\\|[^|]+\\|)?\\s*" + NODE + ")*");
    private static final Pattern SUBGRAPH =
            Pattern.compile("subgraph\\s+\\w+(?:\\[\"[^\"]+\"\\])?");

    /** The blocks of a Markdown file. */
    static List<MermaidBlock> read(Path file) throws IOException {
        List<MermaidBlock> blocks = new ArrayList<>();
        List<String> lines = null;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.strip().equals("```mermaid")) {
                lines = new ArrayList<>();
            } else if (lines != null && line.strip().equals("```")) {
                blocks.add(
                        new MermaidBlock(
                                file.getFileName() + ", block that ends at line " + number, lines));
                lines = null;
            } else if (lines != null) {
                lines.add(line);
            }
        }
        if (lines != null) {
            blocks.add(
                    new MermaidBlock(file.getFileName() + ", a block without an end", List.of()));
        }
        return blocks;
    }

    String kind() {
        return lines.isEmpty() ? "" : lines.getFirst().strip().split("\\s+", 2)[0];
    }

    /** One sentence for each fault; none where the structure is right. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        switch (kind()) {
            case "sequenceDiagram" -> checkSequence(faults);
            case "flowchart" -> checkFlowchart(faults);
            default -> faults.add(place + ": neither flowchart nor sequenceDiagram");
        }
        return faults;
    }

    private void checkSequence(List<String> faults) {
        Set<String> participants = new HashSet<>();
        int depth = 0;
        for (String raw : lines.subList(1, lines.size())) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("%%") || line.equals("autonumber")) {
                continue;
            }
            if (line.contains(";") || line.contains("#")) {
                faults.add(place + ": Mermaid reads ; and # itself: " + line);
            }
            var participant = PARTICIPANT.matcher(line);
            var message = MESSAGE.matcher(line);
            var note = NOTE.matcher(line);
            if (participant.matches()) {
                participants.add(participant.group(1));
            } else if (line.equals("end")) {
                depth--;
            } else if (OPENING.matcher(line).matches()) {
                depth++;
            } else if (message.matches()) {
                requireParticipant(participants, message.group(1), line, faults);
                requireParticipant(participants, message.group(2), line, faults);
            } else if (note.matches()) {
                requireParticipant(participants, note.group(1), line, faults);
                if (note.group(2) != null) {
                    requireParticipant(participants, note.group(2), line, faults);
                }
            } else if (!MIDDLE.matcher(line).matches()) {
                faults.add(place + ": no line of a sequence: " + line);
            }
        }
        if (depth != 0) {
            faults.add(place + ": blocks and ends do not match");
        }
    }

    private void requireParticipant(
            Set<String> participants, String name, String line, List<String> faults) {
        if (!participants.contains(name)) {
            faults.add(place + ": " + name + " is no participant: " + line);
        }
    }

    private void checkFlowchart(List<String> faults) {
        if (!lines.getFirst().strip().matches("flowchart (LR|RL|TD|TB|BT)")) {
            faults.add(place + ": a flowchart has a direction");
        }
        int depth = 0;
        for (String raw : lines.subList(1, lines.size())) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("%%")) {
                continue;
            }
            if (line.equals("end")) {
                depth--;
            } else if (SUBGRAPH.matcher(line).matches()) {
                depth++;
            } else if (!EDGES.matcher(line).matches()) {
                faults.add(place + ": no line of a flowchart: " + line);
            }
        }
        if (depth != 0) {
            faults.add(place + ": subgraphs and ends do not match");
        }
    }
}
