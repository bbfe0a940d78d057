package java.lang.instrument;

/**
 * Stands in for the class of this name where a Java runtime lacks the module java.instrument: Neo4j's
 * web server names it and never throws it. Compiled from this folder's grandparent with
 * javac --release 17 --patch-module java.base=instrument instrument/java/lang/instrument/*.java
 */
public class IllegalClassFormatException extends Exception {
    public IllegalClassFormatException() {}
}
